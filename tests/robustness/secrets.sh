#!/bin/sh
# secrets.sh: passwords on our ports stay out of labels, reports, Info and what is exported
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/robustness/secrets.sh PLUGIN_DIR SCRIPT_TO_PCAP
#
# One capture is shipped: an MHSnet session with a password. The others are made
# here: logins of telnet, FTP, SMTP, POP and HTTP on ports of ours, and text on 1992.
# Fields of ours hold a password where they show the bytes themselves, and nowhere
# else: mhsnet.password and ipsendmsg.text. Those of LMT are tested in ../ibmlmt.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
plugins=$1 converter=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -m 755 "$work/captures"
mkdir -m 777 "$work/objects" "$work/review"
captured=$root/test-captures/mhsnet-1989-no-crc.pcapng

with_plugin()
{
    sh "$here/../with-plugin.sh" "$plugins" "$@" 2>/dev/null
}

# The password of mhsnet-peer.c, and the one of the logins below.
secrets="open sesame
not-a-real-password
$(printf 'agent:not-a-real-password' | base64)"

# Writes a script of one conversation: on the port with this number in the label
# target of fuzz/script.c, what the service and the client say in turn.
scripts=0
login()
{
    port=$1
    shift
    scripts=$((scripts + 1))
    {
        printf '%b' "\\0000\\0$port"
        act=1
        for words; do
            printf '\365LP%b%b' "\\0$act" "$words"
            act=$((1 - act))
        done
    } >"$work/script-$scripts"
}

login 05 '\0377\0375\0030\0377\0375\0040login: ' '\0377\0374\0030\0377\0374\0040agent\r\n' \
    'Password: ' 'not-a-real-password\r\n'
login 03 '220 ready\r\n' 'USER agent\r\n' '331 password?\r\n' 'PASS not-a-real-password\r\n'
login 01 '220 mail ESMTP\r\n' 'EHLO a\r\n' '250 AUTH PLAIN LOGIN\r\n' \
    "AUTH PLAIN $(printf 'agent:not-a-real-password' | base64)\r\n"
login 06 '+OK POP3\r\n' 'USER agent\r\n' '+OK\r\n' 'PASS not-a-real-password\r\n'
login 011 '+OK POP3\r\n' 'USER agent\r\n' '+OK\r\n' 'PASS not-a-real-password\r\n'
login 05 '' "GET / HTTP/1.1\r\nAuthorization: Basic $(
    printf 'agent:not-a-real-password' | base64)\r\n\r\n"
login 00 'who are you?\r\n' 'not-a-real-password\r\n'
login 04 'who are you?\r\n' 'not-a-real-password\r\n'
"$converter" labels "$work/captures/logins.pcap" "$work"/script-*
cp "$captured" "$work/captures/"
chmod 644 "$work"/captures/*

# What is ours of a capture, but for the fields that show its bytes.
shown()
{
    with_plugin tshark -r "$1"
    with_plugin tshark -r "$1" -V -O legacyport
    with_plugin tshark -r "$1" -2 -q -z expert -z legacyport,conv -z legacyport,table \
        -z legacyport,tree -z legacyport,tsv -z legacyport,json -z legacyport,ek -z mhsnet,messages \
        -z mhsnet,channels -z mhsnet,tree -z conv,mhsnet -z endpoints,mhsnet -z ciscostun,tree \
        -z ibmlmt,agents
    with_plugin tshark -r "$1" -q --export-objects "mhsnet,$work/objects" >/dev/null
}

# Names of our fields that hold a secret.
fields()
{
    with_plugin tshark -r "$1" -T pdml | grep -F "$secrets" |
        sed -n 's/.*<field name="\([a-z0-9_.]*\)".*/\1/p' |
        grep -E '^(legacyport|ciscostun|bstun|mhsnet|ipsendmsg|ibmlmt)\.' |
        grep -vxE 'mhsnet\.password|ipsendmsg\.text' || :
}

failed=0
leak()
{
    echo "secrets.sh: ${1##*/}: $2" >&2
    failed=1
}

for capture in "$work"/captures/*; do
    grep -aqF "$secrets" "$capture" || leak "$capture" 'has no password'
    shown "$capture" >"$work/ours"
    case $capture in */logins.pcap) conversations=$scripts ;; *) conversations=1 ;; esac
    grep -q "^Legacy ports: $conversations labelled" "$work/ours" || leak "$capture" 'is not labelled'
    grep -F "$secrets" "$work/ours" && leak "$capture" 'a password is repeated'
    found=$(fields "$capture")
    [ -z "$found" ] || leak "$capture" "a password is in $found"
done
grep -rF "$secrets" "$work/objects" && leak objects 'a password is exported'

if command -v parallel >/dev/null; then
    with_plugin sh "$root/plugin/review.sh" "$work/captures" "$work/review/out" >"$work/log" ||
        leak review "$(tail -n 3 "$work/log")"
    [ "$(wc -l <"$work/review/out/conversations.tsv")" = 10 ] || leak review 'conversations are missing'
    grep -rF "$secrets" "$work/review/out" && leak review 'a password is repeated'
fi
exit $failed
