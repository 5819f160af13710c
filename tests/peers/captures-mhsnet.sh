# SPDX-License-Identifier: GPL-2.0-or-later
# MHSnet by our own sender, where no capture of a real daemon shows it. Part of make-captures.sh.

sent=$work/sent
mkdir "$sent"
mhsnet_mode() { "$peers/mhsnet-peer" "$mode" "$sent"; }

for mode in no-crc cooked-x restart en cn-pn; do
    capture "mhsnet-1989-$mode" 'tcp or udp' mhsnet_mode
    finish "mhsnet-1989-$mode" "$OWN/mhsnet-peer.c $mode"
done
# What real nodes sent in the other captures stays in the list.
sums=$out/mhsnet-sent.sha256
{
    grep -sE '\.txt$| big\.bin$' "$sums" || :
    (cd "$sent" && sha256sum ./*.bin) | sed 's|  \./|  |'
} >"$work/sums"
mv "$work/sums" "$sums"
