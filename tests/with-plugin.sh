#!/bin/sh
# with-plugin.sh: run a program of Wireshark's with the plugin of a build folder
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/with-plugin.sh PLUGIN_DIR PROGRAM [ARGUMENT ...]
#
# PLUGIN_DIR holds X.Y/epan/legacyports.so. Wireshark ignores WIRESHARK_PLUGIN_DIR
# when it runs as root, so root becomes nobody first. No configuration of the
# user's is read.

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/help.sh"
plugins=$1
shift
set -- env -u XDG_CONFIG_HOME HOME=/nonexistent TZ=UTC LC_ALL=C.UTF-8 \
    WIRESHARK_PLUGIN_DIR="$plugins" WIRESHARK_CONFIG_DIR="${LP_CONFIG_DIR:-/nonexistent}" \
    WIRESHARK_DEBUG_WMEM_OVERRIDE="${WIRESHARK_DEBUG_WMEM_OVERRIDE:-strict}" \
    WIRESHARK_ABORT_ON_DISSECTOR_BUG=1 WIRESHARK_ABORT_ON_TOO_MANY_ITEMS=1 "$@"
[ "$(id -u)" != 0 ] || set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
exec "$@"
