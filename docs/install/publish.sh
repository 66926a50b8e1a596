#!/usr/bin/env bash
# Publishes the server as one self-contained folder in a tar.gz: neither .NET nor anything of NuGet is needed where it runs.
#   docs/install/publish.sh [RUNTIME] [FOLDER]     default: linux-x64, artifacts
# Ready to run, for a short start; not trimmed, because EF Core finds its parts by reflection.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
runtime=${1:-linux-x64}
target=$(mkdir -p "${2:-$root/artifacts}" && cd "${2:-$root/artifacts}" && pwd)
version=$(dotnet msbuild "$root/src/Bulutfon.Webhooks.Server" -getProperty:Version)
name=bulutfon-webhooks-$version-$runtime
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT

dotnet publish "$root/src/Bulutfon.Webhooks.Server" -c Release -r "$runtime" --self-contained true \
  -p:PublishReadyToRun=true -p:PublishTrimmed=false -p:DebugType=none -o "$staging/$name"

# The credentials of Development stay on the developer's machine.
rm -f "$staging/$name/appsettings.Development.json"
cp "$root/docs/install/bulutfon-webhooks.service" "$staging/$name/"

tar -C "$staging" --owner=0 --group=0 --sort=name -czf "$target/$name.tar.gz" "$name"
echo "$target/$name.tar.gz: $(du -h "$target/$name.tar.gz" | cut -f1) packed, $(du -sh "$staging/$name" | cut -f1) unpacked."
