#!/bin/sh
# add-protocol.sh: a new protocol is a folder and rows in tables; nothing else is edited
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/stub/add-protocol.sh SOURCE
#
# Copies the plugin of the checkout SOURCE, adds the room stubproto/ beside this
# script and its rows, builds that, and expects the protocol's label, by proof,
# on its own port and on a port of no table. Shows what was added.
set -eu
case ${1:-} in
    '' | -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
source=$(CDPATH='' cd -- "$1" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
copy=$work/checkout

mkdir "$copy"
for part in CMakeLists.txt VERSION LICENSE README.md plugin tables; do
    [ ! -e "$source/$part" ] || cp -R "$source/$part" "$copy/$part"
done

# One folder, and one row in each of three tables.
cp -R "$here/stubproto" "$copy/plugin/stubproto"
printf 'stub-family\tStub\ta\tstub-anywhere\t-\tmanual:Rows of your own\n' >>"$copy/tables/families.tsv"
printf 'stub-service\tstub-family\tno\tStub service\tStub service\t-\tmanual:Rows of your own\n' >>"$copy/tables/services.tsv"
printf 'stub-anywhere\tstub-family\tno\tStub anywhere\tStub anywhere\t-\tmanual:Rows of your own\n' >>"$copy/tables/services.tsv"
awk -F '\t' -v OFS='\t' '
    { print; columns = NF }
    /^first\t/ { for (i = 1; i <= NF; i++) place[$i] = i }
    END {
        for (i = 1; i <= columns; i++) $i = "-"
        $place["first"] = 45001; $place["last"] = 45001; $place["transport"] = "tcp"
        $place["service"] = "stub-service"; $place["description"] = "Stub service, for a test"
        $place["status"] = "Unofficial"; $place["era"] = "legacy"; $place["source"] = "manual:Rows of your own"
        NF = columns
        print
    }' "$source/tables/ports.tsv" >"$copy/tables/ports.tsv"

{
    cmake -S "$copy" -B "$work/build" -DBUILD_TESTING=OFF
    cmake --build "$work/build" --target legacyports --parallel 2
} >"$work/log" 2>&1 || {
    grep -E 'rror' "$work/log" || tail -n 20 "$work/log"
    exit 1
} >&2

# A message of five bytes, from a client to each of two ports: Ethernet, IPv4, TCP with ACK.
for port in 45001 45002; do
    printf '0000 02 00 00 00 00 02 02 00 00 00 00 01 08 00 %s %s ef 32 %02x %02x %s %s\n' \
        '45 00 00 37 00 01 00 00 40 06 00 00' 'c0 00 02 01 c0 00 02 02' \
        $((port / 256)) $((port % 256)) '00 00 00 01 00 00 00 01 50 18 20 00 00 00 00 00' \
        '53 54 55 42 50 52 4f 54 00 05 68 65 6c 6c 6f' >"$work/message"
    text2pcap -q "$work/message" "$work/$port.pcap" 2>"$work/log"
done
chmod -R a+rX "$work"

failed=0
expect()
{
    found=$(sh "$here/../with-plugin.sh" "$work/build/plugins" tshark -r "$work/$1.pcap" -T fields \
        -e legacyport.label -e legacyport.verdict -e legacyport.reason 2>/dev/null)
    if [ "$found" = "$2" ]; then
        echo "ok: $found"
    else
        printf 'FAILED on port %s\n  expected %s\n  found    %s\n' "$1" "$2" "$found"
        failed=1
    fi
}
tab=$(printf '\t')
reason='magic STUBPROT and exact length of 1 message'
expect 45001 "Stub service${tab}Proof${tab}$reason"
expect 45002 "Stub anywhere${tab}Proof${tab}$reason"

echo "what a protocol takes:"
diff -rq "$source/plugin" "$copy/plugin" | sed "s|$copy/||; s|$source/||g"
diff -rq "$source/tables" "$copy/tables" | sed "s|$copy/||; s|$source/||g"
exit $failed
