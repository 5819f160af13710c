# SPDX-License-Identifier: GPL-2.0-or-later
# Cisco STUN by our own sender. Part of make-captures.sh.

stun_tcp() { "$peers/stun-peer" tcp >"$out/stun-four-ports.frames"; }
stun_udp() { "$peers/stun-peer" udp >"$out/stun-udp-30000.frames"; }
stun_errors() { "$peers/stun-peer" errors >"$out/stun-errors.frames"; }
stun_middle() { "$peers/stun-peer" middle >"$out/stun-mid-stream.frames"; }

capture stun-four-ports 'tcp' stun_tcp
finish stun-four-ports "$OWN/stun-peer.c (Cisco STUN on 1990, 1991, 1992, 1994)"

capture stun-errors 'tcp' stun_errors
finish stun-errors "$OWN/stun-peer.c (what goes wrong on the lines of a Cisco STUN tunnel)"

capture stun-udp-30000 'udp port 30000' stun_udp
finish stun-udp-30000 "$OWN/stun-peer.c (Cisco STUN headers in UDP)"

# The SYNs and the first segments are cut off: what is left begins inside a frame.
capture stun-mid-stream 'tcp' stun_middle
finish stun-mid-stream "$OWN/stun-peer.c (Cisco STUN, captured from the middle)"
mv "$out/stun-mid-stream.pcapng" "$work/whole.pcapng"
editcap "$work/whole.pcapng" "$out/stun-mid-stream.pcapng" 1-10
