#!/bin/bash
# Address, file, credentials and environment; everything else is the default.
cd "${WORK:-/tmp/perf}/build/bulutfon"
export ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_URLS="http://127.0.0.1:$PORT" ConnectionStrings__Journal="${JOURNAL:-Data Source=$DB}"
export Inbound__Hooks__0__UserName="$BUSER" Inbound__Hooks__0__Password="$BPASS"
export Operators__0__UserName=operator Operators__0__Password="$BPASS"
exec dotnet Bulutfon.Webhooks.Server.dll
