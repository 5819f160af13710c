# help.sh: --help and -h print the head of the script that was called
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by a script before that script looks at its arguments.

case ${1:-} in
    -h | --help)
        sed -n '1d; /^#/!q; /SPDX-License-Identifier/d; s/^# \{0,1\}//p' "$0" | cat -s
        exit 0 ;;
esac
