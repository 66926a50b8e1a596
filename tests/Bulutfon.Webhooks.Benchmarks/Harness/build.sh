#!/bin/bash
# Publishes the server as it is installed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
dotnet publish "$here/../../../src/Bulutfon.Webhooks.Server" -c Release -o "${WORK:-/tmp/perf}/build/bulutfon" -v q --nologo
