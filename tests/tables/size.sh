#!/bin/sh
# size.sh: the object file of the generated tables is under 1 MiB
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tables/size.sh OBJECT

set -eu
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
size=$(wc -c <"$1")
echo "$size bytes"
[ "$size" -lt 1048576 ]
