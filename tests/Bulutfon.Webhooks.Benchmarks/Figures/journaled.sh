#!/usr/bin/env bash
# usage: journaled.sh COMMAND...   (as root)
# Runs the command with WORK on a journaled ext4 of its own, which is what servers have: an image of 4 GiB beside this machine's files, mounted as a loop, gone afterwards.
set -euo pipefail

folder=$(mktemp -d "${TMPDIR:-/tmp}/journaled.XXXXXX")
finish() {
  mountpoint -q "$folder/disk" && umount "$folder/disk"
  rm -rf "$folder"
}
trap finish EXIT

mkdir "$folder/disk"
truncate -s 4G "$folder/image"
mkfs.ext4 -q -F "$folder/image"
mount -o loop "$folder/image" "$folder/disk"
WORK="$folder/disk" "$@"
