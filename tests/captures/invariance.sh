#!/bin/sh
# invariance.sh: our protocols say the same of a capture, however it was sent and captured
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/invariance.sh PLUGIN_DIR CAPTURE [WAY ...]
#
# The ways are those of the table below; without one, all of them. Of each
# direction of each conversation, the values of every field of ours must come
# out in the same order. Not compared are frame numbers, times and what depends on
# them, whether bytes were skipped, and the label of each single packet; the
# report of labels must be the same. The text on 1992 is nobody's message: it is
# shown as it was cut. IBM LMT's fields and a few others stand once a
# packet and not once a message, so of those each value counts once.
#
# Where packets are missing or cut short, no value may be made up: what kind of
# packet it is, whose, and of which message, is among what the whole capture says.
# Nor any label: each conversation's service is the one that the whole capture shows,
# by the same evidence or less, or what its port number says alone. What contradicts
# it may be missing, but nothing does that is not in the whole capture.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1 capture=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

same="bytes:-n 1
sevens:-m -n 7
joined:-m
random:-m -r 1994
overlap:-m -r 7 -o 9
twice:-n 30 -t
shuffled:-m -r 3 -w 8
ipv6:-6
vlan:-v 100
fragments:-f 40"
lossy="late-1:-d 1
late-5:-d 5
late-20:-d 20
lossy-3:-e 3
lossy-10:-e 10
short-60:-l 60
short-80:-l 80
short-120:-l 120"

with_plugin()
{
    sh "$here/../with-plugin.sh" "$plugins" "$@" 2>"$work/stderr" || {
        tail -n 5 "$work/stderr" >&2
        echo "invariance.sh: $1 failed on $capture" >&2
        exit 1
    }
}

# Every field of ours that a packet's own bytes decide.
with_plugin tshark -G fields >"$work/registered"
ours=$(sh "$here/../protocols.sh" "$here/../../plugin" | grep -vx 'legacyport' | paste -s -d '|' -)
awk -F '\t' -v ours="^($ours)[.]" '$1 == "F" && $3 ~ ours &&
    $4 !~ /FT_(FRAMENUM|RELATIVE_TIME|NONE|PROTOCOL)/ &&
    $3 !~ /^ipsendmsg\.text$|\.(skipped|fragment.*|reassembled.*|again|gap|delay|time|stream|answered|reason)$/ {
        print $3 }' "$work/registered" | sort -u >"$work/fields"

# Prints "stream port field value" in the order of the capture; -2 as labels are final then.
values()
{
    arguments=
    while read -r field; do
        arguments="$arguments -e $field"
    done <"$work/fields"
    # shellcheck disable=SC2086
    with_plugin tshark -r "$1" -2 -o tcp.reassemble_out_of_order:TRUE -o ip.defragment:TRUE \
        -T fields -E aggregator=/s -E separator=/t -E occurrence=a -e tcp.stream -e tcp.srcport \
        -e udp.srcport -e udp.dstport $arguments >"$work/table"
    awk -F '\t' -v OFS='\t' '
        NR == FNR { name[FNR] = $1; next }
        { key = $1 == "" ? "udp " $3 : "tcp " $1 " " $2
          for (i = 5; i <= NF; i++) {
              if ($i == "") continue
              if (name[i - 4] !~ /^ibmlmt|daemon|roles|modulo/) {
                  print key, name[i - 4], $i
                  continue
              }
              n = split($i, part, " ")
              for (j = 1; j <= n; j++) {
                  if (!((key, i, part[j]) in seen)) print key, name[i - 4], part[j]
                  seen[key, i, part[j]] } } }' "$work/fields" "$work/table"
}

# The report of labels, and the same for programs in labels.tsv.
labels()
{
    with_plugin tshark -q -r "$1" -o tcp.reassemble_out_of_order:TRUE -z legacyport,conv \
        -z legacyport,tsv >"$work/report"
    sed -n '/^conversation\t/,/^Legacy ports:/p' "$work/report" | grep -v '^Legacy' \
        >"$work/labels.tsv"
    sed -n '/^Legacy ports:/,$p' "$work/report" | cut -c4- |
        grep -E 'Port number|Payload shape|Proof|Contradicted' |
        sed -E 's/ +(Port number|Payload shape|Proof|Contradicted).*/|\1/' | sort | uniq -c
}

# Each direction's values of a field, joined; the order of packets among directions is free.
joined()
{
    awk -F '\t' '{ all[$1 " " $2] = all[$1 " " $2] " " $3 }
        END { for (key in all) print key all[key] }' "$1" | LC_ALL=C sort
}

wanted=${*:-}
run_ways()
{
    kind=$1 ways=$2
    echo "$ways" >"$work/ways"
    while IFS=: read -r way options; do
        case " ${wanted:-$way} " in *" $way "*) ;; *) continue ;; esac
        # shellcheck disable=SC2086
        "$RECUT" $options "$capture" "$work/x.pcap"
        chmod 644 "$work/x.pcap"
        values "$work/x.pcap" >"$work/now"
        labels "$work/x.pcap" >"$work/labels.now"
        if { [ "$kind" = same ] && compare_same; } || { [ "$kind" = lossy ] && compare_lossy; }; then
            echo "ok: ${capture##*/}: $way"
        else
            echo "invariance.sh: ${capture##*/}: $way differs" >&2
            failed=1
        fi
    done <"$work/ways"
}

compare_same()
{
    joined "$work/now" >"$work/joined.now"
    if diff "$work/joined" "$work/joined.now" >"$work/diff" &&
        diff "$work/labels" "$work/labels.now" >>"$work/diff"; then
        return 0
    fi
    cut -c1-200 "$work/diff" | head -n 12 >&2
    return 1
}

# Prints values of a field that the whole capture has nowhere, then labels.
compare_lossy()
{
    compare_values && compare_labels
}

compare_values()
{
    awk -F '\t' '
        { n = split($3, part, " ") }
        NR == FNR { for (i = 1; i <= n; i++) known[$2, part[i]]; next }
        $2 ~ /opcode|\.group$|\.address$|message_id$|\.type$|rest\.resource$|credential$/ {
            for (i = 1; i <= n; i++)
                if (!(($2, part[i]) in known)) { print $2, part[i]; bad = 1 } }
        END { exit bad }' "$work/then" "$work/now" >&2
}

compare_labels()
{
    awk -F '\t' '
        FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
        FNR == 1 || NF < 2 { next }
        { ends = $column["server"] < $column["client"] \
              ? $column["server"] " " $column["client"] : $column["client"] " " $column["server"]
          evidence = $column["evidence"]; service = ends " " $column["service"]
          payload = ends " " $column["payload"]; sub(/ \(inferred.*/, "", payload) }
        NR == FNR {
            if (evidence == "Contradicted") otherwise[payload]
            if (evidence != "Port number") shaped[service]
            if (evidence == "Proof") proven[service]
            next }
        evidence == "Port number" || evidence == "Number only" { next }
        evidence == "Payload shape" && service in shaped { next }
        evidence == "Proof" && service in proven { next }
        evidence == "Contradicted" && payload in otherwise { next }
        { print; bad = 1 }
        END { exit bad }' "$work/whole.tsv" "$work/labels.tsv" >&2
}

# Wireshark declines what begins in too short a segment: Modbus of under eight bytes, TP-Link
# of one. Then nobody dissects it. (stun-errors, byte by byte, takes it 20 minutes.)
case $capture in
*/modbus-0831.pcapng) same=$(echo "$same" | grep -vE '^(bytes|sevens):') ;;
*/tplink-9999.pcapng) same=$(echo "$same" | grep -v '^bytes:') ;;
esac

failed=0
"$RECUT" "$capture" "$work/whole.pcap"
chmod 644 "$work/whole.pcap"
values "$work/whole.pcap" >"$work/then"
labels "$work/whole.pcap" >"$work/labels"
mv "$work/labels.tsv" "$work/whole.tsv"
joined "$work/then" >"$work/joined"
run_ways same "$same"
run_ways lossy "$lossy"
exit $failed
