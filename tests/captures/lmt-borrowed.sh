#!/bin/sh
# lmt-borrowed.sh: what LMT's dissector borrows from others is still where it was
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/captures/lmt-borrowed.sh PLUGIN_DIR TLS_CAPTURE HTTP2_CAPTURE HTTP_CAPTURE
#
# The tricks of plugin/ibmlmt/packet-ibmlmt-borrowed.c, each by a field that only
# comes by it: the titles of TLS's and HTTP/2's data sources, and HTTP's number
# for its requests and responses.
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
plugins=$1

expect()
{
    sh "$here/../with-plugin.sh" "$plugins" tshark -r "$1" -Y "$2" -T fields -e "$3" 2>/dev/null |
        grep -q . || { echo "lmt-borrowed.sh: $4" >&2; exit 1; }
}

expect "$2" 'tls and ibmlmt.credential' ibmlmt.credential 'no data source is titled "Decrypted TLS"'
expect "$3" 'http2 and ibmlmt.rest.resource' ibmlmt.rest.resource \
    'no data source is titled "Decompressed Header"'
expect "$4" 'tcp.port == 8080 and ibmlmt.rest.resource' ibmlmt.rest.resource \
    'HTTP files its requests under another number'
