#!/bin/sh
# protocols.sh: the filter names of the protocols that the plugin registers, one a line
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/protocols.sh PLUGIN_SOURCE [--trees | --titles]
#
# They are read from the calls of proto_register_protocol() below PLUGIN_SOURCE,
# so a room that is added is among them. With --trees also the fields without a
# value, under which a protocol may have a tree of its own: tshark -O takes both.
# With --titles their names in the packet details instead.

set -eu
case ${1:-} in
    '' | -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
if [ "${2:-}" = --titles ]; then
    exec perl -0ne 'print "$1\n" while /proto_register_protocol\(\s*"([^"(]*[^"( ])/g' "$1"/*/packet-*.c
fi
perl -0ne 'print "$1\n" while /proto_register_protocol\(\s*"[^"]*",\s*"[^"]*",\s*"([^"]+)"\)/g' \
    "$1"/*/packet-*.c
[ "${2:-}" != --trees ] ||
    perl -0ne 'print "$1\n" while /"([\w.]+)",\s*FT_NONE,/g' "$1"/*/packet-*.c
