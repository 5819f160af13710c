#!/bin/sh
# lmt-cut.sh: a capture in other segments, with the TLS keys that it has
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: RECUT=PROGRAM sh tests/captures/lmt-cut.sh CAPTURE OUT [OPTION OF RECUT ...]
set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
capture=$1 out=$2
shift 2

"$RECUT" "$@" "$capture" "$out.segments"
# The lines of a key log that the capture has go on into the other one (tshark
# exports those of TLS 1.2 only).
if grep -aoE '(CLIENT|SERVER|EXPORTER)_[A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]+' "$capture" >"$out.keys"; then
    editcap --inject-secrets "tls,$out.keys" "$out.segments" "$out"
else
    cp "$out.segments" "$out"
fi
chmod 644 "$out"
