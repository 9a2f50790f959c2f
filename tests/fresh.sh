#!/bin/sh
# fresh.sh - both README commands on a machine that has nothing but Debian's base tools,
# make and git's certificates: a minimal Debian in a temporary folder. Root and debootstrap
# are needed; the mirror is the one this machine's apt uses. NEARDUP_FRESH=FOLDER keeps it.
set -eu
cd "$(dirname "$0")/.."
if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "fresh.sh: skipped: needs root and debootstrap"
    exit 0
fi
. /etc/os-release
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" 2>/dev/null | head -n 1)
[ -n "$mirror" ] || { echo "fresh.sh: skipped: apt names no mirror"; exit 0; }
root=$(mktemp -d "${TMPDIR:-/tmp}/fresh-XXXXXX")
chmod 755 "$root" # it becomes a root folder
finish() {
    umount "$root/dev/pts" "$root/dev" "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap finish EXIT
trap 'exit 1' INT TERM
echo "fresh.sh: a minimal Debian $VERSION_CODENAME"
debootstrap --variant=minbase --include=make,ca-certificates "$VERSION_CODENAME" "$root" "$mirror" > "$root.log" 2>&1 ||
    { tail -n 5 "$root.log"; exit 1; }
rm -f "$root.log"
# how this machine reaches its mirror is how the new one must
for file in /etc/apt/apt.conf /etc/apt/apt.conf.d /etc/resolv.conf /etc/hosts /etc/ssl/certs; do
    [ -e "$file" ] && mkdir -p "$root$(dirname "$file")" && cp -aL "$file" "$root$(dirname "$file")/" 2>/dev/null || true
done
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts" 2>/dev/null || true
mkdir "$root/src"
git ls-files -z --cached --others --exclude-standard | tar -c --null -T - -f - | tar -x -C "$root/src" -f -
inside() {
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb ${http_proxy+http_proxy="$http_proxy"} \
        ${https_proxy+https_proxy="$https_proxy"} chroot "$root" sh -c "cd /src && $1"
}
inside 'make demo'
inside 'make demo' > "$root/again"
! grep -q apt-get "$root/again"
inside 'make check'
echo "fresh.sh: both commands work on a fresh machine"
