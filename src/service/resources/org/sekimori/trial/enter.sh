# Runs as the first process of namespaces of its own (unshare --user --map-root-user --net --mount --ipc --uts --pid --fork): shows
# the command no more of the file system than it is told, all of it read-only, and takes every capability away.
#   enter.sh EMPTY-FOLDER PATH... -- COMMAND...
set -eu
root=$1
shift
mount -n -t tmpfs -o size=1m,mode=755,nosuid,nodev tmpfs "$root"
mkdir "$root/proc" "$root/dev" "$root/before"
while [ "$1" != -- ]; do
  at=$root$1
  mkdir -p "${at%/*}"
  if [ -L "$1" ]; then
    cp -P "$1" "$at"
  else
    if [ -d "$1" ]; then mkdir -p "$at"; else : > "$at"; fi
    mount -n --rbind "$1" "$at"
    mount -n -o remount,bind,ro,nosuid,nodev "$at"
  fi
  shift
done
shift
for device in null zero random urandom; do
  : > "$root/dev/$device"
  mount -n --bind "/dev/$device" "$root/dev/$device"
done
mount -n -t proc -o ro,nosuid,nodev,noexec proc "$root/proc"
cd "$root"
pivot_root . before
cd /
umount -n -l /before
rmdir /before
mount -n -o remount,ro,nosuid,nodev /
exec setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- "$@"
