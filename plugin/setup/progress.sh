# progress.sh: run a long step, and say how far it is
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by setup.sh. On a terminal one line grows and is written over; in a log
# there is a line at the beginning of the step, and one every half minute.

lp_watcher=

# Runs a command, what it says goes to $lp_tmp/step.log. $1 names the step, $2 is a
# function that prints how far that log has come. Returns the command's status.
lp_watched()
{
    lp_step=$1
    lp_count=$2
    shift 2
    : >"$lp_tmp/step.log"
    lp_began=$(date +%s)
    if [ -t 1 ]; then
        lp_watch 1 '\r%-78.78s' &
    else
        lp_say "$lp_step"
        lp_watch 30 '%s\n' &
    fi
    lp_watcher=$!
    lp_status=0
    "$@" >"$lp_tmp/step.log" 2>&1 || lp_status=$?
    lp_end_watch
    [ ! -t 1 ] || printf '\r%-78.78s\n' "$lp_step: $(($(date +%s) - lp_began)) s"
    return "$lp_status"
}

# Says every $1 seconds how far the step is. An empty log means that sudo may be
# asking for a password on the same terminal.
lp_watch()
{
    lp_ticks=0
    while sleep 1 >/dev/null && kill -0 $$; do
        lp_ticks=$((lp_ticks + 1))
        [ $((lp_ticks % $1)) -ne 0 ] || [ ! -s "$lp_tmp/step.log" ] ||
            # shellcheck disable=SC2059 # the format is one of two above
            printf "$2" "$lp_step: $($lp_count) $(($(date +%s) - lp_began)) s"
    done 2>/dev/null
}

# A step may end before its watcher has put off this program's traps, and the watcher would
# then lose any other signal.
lp_end_watch()
{
    [ -z "$lp_watcher" ] || { kill -KILL "$lp_watcher"; wait "$lp_watcher"; } 2>/dev/null
    lp_watcher=
}

# Prints how far apt is.
lp_count_packages()
{
    awk '/ newly installed, / { all = $1 + $3 }
        /^Get:/ { fetched++ }
        /^Unpacking / { unpacked++ }
        /^Setting up / { ready++ }
        END {
            if (unpacked && unpacked >= all)
                print ready + 0 " of " all " set up,"
            else if (unpacked)
                print unpacked " of " all " unpacked,"
            else if (all)
                print fetched + 0 " of " all " fetched,"
        }' "$lp_tmp/step.log"
}

# Prints how far ninja, or make, is.
lp_count_files()
{
    sed -n 's/^\[ *\([0-9]*%\)\].*/\1,/p; s/^\[\([0-9]*\)\/\([0-9]*\)\].*/\1 of \2,/p' \
        "$lp_tmp/step.log" | tail -n 1
}
