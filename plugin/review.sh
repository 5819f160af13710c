#!/bin/sh
# review.sh: what runs on the legacy and unofficial ports of all captures of a folder
#
# SPDX-License-Identifier: GPL-2.0-or-later

# shellcheck disable=SC2317 # a probe and a trap are called by name
set -u
lp_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
# shellcheck source=plugin/setup/setup.sh
. "$lp_root/plugin/setup/setup.sh"
# shellcheck source=plugin/setup/doctor.sh
. "$lp_root/plugin/setup/doctor.sh"

# A package has a command of another name for it.
usage="usage: ${LP_COMMAND:-sh plugin/review.sh} [option ...] DIR [OUT]"

help()
{
    cat <<EOF
$usage

Labels the conversations of every capture in the folder DIR and below (pcap,
pcapng and whatever else Wireshark reads; packed with gzip, zstd, lz4, xz or
bzip2, or not), one process a core, and writes to the folder OUT, or to
legacyports-review where you are:

  index.html           a page for a browser, which needs no network
  conversations.tsv    one labelled conversation a line, over all captures
  conversations.jsonl  the same as documents for OpenSearch or Elasticsearch
  files.tsv            one capture a line: read or not, and why not

Start it again with the same DIR and OUT after an interruption, or when captures
have come or changed: what has been reviewed is not done again. A capture that
cannot be read is named, and does not stop the rest. A capture that several links
lead to is counted once, a conversation that goes on in another capture in both.
Wireshark's preferences are your own; when they change, or the plugin, all is done
again.

  -o NAME:VALUE         a preference, as for tshark: -o legacyport.label:every
  -j JOBS               captures at a time on each machine, instead of one a core
  --sshlogin HOST       spread the captures over this machine too, as often as you
                        like; ":" is the one you are at. As for GNU parallel.
  --sshloginfile FILE   the machines that FILE names, one a line
  --version             print the version of the plugin
  -h, --help            print this

A folder whose name begins with a dash comes after "--".

A machine that ssh reaches needs tshark of your minor version of Wireshark, and
rsync; the plugin is copied there, and removed afterwards.

The documents have the names that tshark -T ek gives to fields, so tshark makes
their mapping. It leaves strings to dynamic mapping, which some versions turn off,
and others make a template for packets of it:

  tshark -G elastic-mapping --elastic-mapping-filter legacyport,ip,ipv6,tcp,udp |
      sed '/"index_patterns"/,/]/d; s/"dynamic": false/"dynamic": true/' >mapping.json
  curl -X PUT HOST:9200/legacyports \\
      -H 'Content-Type: application/json' --data-binary @mapping.json
  curl -X POST HOST:9200/_bulk \\
      -H 'Content-Type: application/x-ndjson' --data-binary @OUT/conversations.jsonl

A conversation has the same document when it is loaded again.
EOF
}

wrong_usage()
{
    printf 'legacyports: %s; %s\n' "$1" "$usage" >&2
    exit 2
}

# Jobs are run by sh whatever the user's shell is; what a link leads to is sent, not the link.
PARALLEL_SHELL=/bin/sh
PARALLEL_RSYNC_OPTS=-rLR
export PARALLEL_SHELL PARALLEL_RSYNC_OPTS

review_needs='has_command tshark|tshark|tshark
has_command perl|perl|Perl
has_parallel|parallel|GNU parallel'

# Moreutils has another program of this name.
has_parallel()
{
    parallel --plain --version 2>/dev/null | grep -q '^GNU parallel'
}

# GNU parallel, whatever the user's own settings are.
run_parallel()
{
    parallel --plain --will-cite "$@"
}

# Sets plugin, the file that this user's Wireshark loads, or ends the program.
find_plugin()
{
    lp_locate
    plugin=$(lp_loaded_from)
    [ -n "$plugin" ] || lp_die "the plugin is not loaded: $(lp_why_not_loaded | head -n 1)"
    grep -q legacyport,ek "$plugin" ||
        lp_die "$plugin is an older build, without this report: $(lp_how_to_install)"
}

# Ends the program if tshark does not know a preference: in a file it would pass over it.
check_preferences()
{
    : >"$lp_tmp/empty"
    while IFS= read -r preference; do
        tshark -o "$preference" -q -r "$lp_tmp/empty" >/dev/null 2>"$lp_tmp/said" ||
            lp_die "$(sed -n 's/^tshark: //p' "$lp_tmp/said" | head -n 1)"
    done <"$lp_tmp/preferences"
}

# --- The folder of the review ---------------------------------------------------
#
# OUT/.legacyports-review-XXXXXX is what every machine works in: the same name stands
# below OUT here and below the login folder there. Only the one here has a file "home".

open_state()
{
    mkdir -p -- "$out" 2>/dev/null || lp_die "cannot make the folder $out: name another one"
    out=$(CDPATH='' cd -- "$out" && pwd -P) && cd -- "$out" || exit 1
    for state in .legacyports-review-*; do
        [ ! -d "$state" ] || break
    done
    [ -d "$state" ] || state=$(mktemp -d .legacyports-review-XXXXXX 2>/dev/null) ||
        lp_die "cannot write to $out: name another folder"
    printf '%s\n' "$dir" >"$lp_tmp/home"
    [ ! -f "$state/home" ] || cmp -s "$state/home" "$lp_tmp/home" ||
        lp_die "$out holds the review of another folder, $(cat "$state/home"): name another one for this"
    cp "$lp_tmp/home" "$state/home"
    # The lock lasts as long as any process of this review does: of one that was interrupted, until
    # its last capture is done.
    exec 9>"$state/lock"
    flock -w 10 9 || lp_die "another review writes to $out: wait for it, or name another folder"
    mkdir -p "$state/in" "$state/parts"
    rm -f "$state"/parts/*.out "$state"/parts/*.err "$state"/parts/*.new
}

# Puts in what a result depends on beside the capture, and sets tools, a digest of it.
fill_state()
{
    rm -rf "${state:?}/plugins" "$state/config"
    epan=$state/plugins/$lp_minor/epan
    mkdir -p "$state/config" "$epan"
    cp "$plugin" "$epan/$lp_module" && cp "$lp_root/plugin/review/worker.sh" "$state/" || exit 1
    personal=$(tshark -G folders 2>/dev/null | sed -n 's/^Personal configuration:[[:space:]]*//p')
    for file in preferences decode_as_entries disabled_protos enabled_protos heuristic_protos \
        legacyports.tsv legacyports_rows; do
        [ ! -f "$personal/$file" ] || cp "$personal/$file" "$state/config/" || exit 1
    done
    sed 's/:/: /' "$lp_tmp/preferences" >>"$state/config/preferences"
    tools=$(cd "$state" && find worker.sh plugins config -type f -exec sha256sum {} + |
        LC_ALL=C sort | sha256sum)
}

# --- Machines -------------------------------------------------------------------

has_machines()
{
    grep -qvE '^[[:space:]]*(:?|#.*)$' "$lp_tmp/machines"
}

# Copies the plugin to the machines, and ends the program unless all can take part.
prepare_machines()
{
    has_command rsync ||
        lp_die "rsync is missing, which copies captures to other machines: apt-get install rsync"
    set --
    for file in "$state/worker.sh" "$epan/$lp_module" "$state"/config/*; do
        set -- "$@" --basefile "$file"
    done
    run_parallel --sshloginfile "$lp_tmp/machines" --nonall --tag "$@" \
        "sh $state/worker.sh --check $lp_minor" >"$lp_tmp/faults" 2>"$lp_tmp/said" ||
        cat "$lp_tmp/said" >>"$lp_tmp/faults"
    [ -s "$lp_tmp/faults" ] || return 0
    sed 's/^/  /; s/	/: /' "$lp_tmp/faults" >&2
    leave_machines
    lp_die "not every machine can take part: put that right, or leave it out"
}

leave_machines()
{
    run_parallel --sshloginfile "$lp_tmp/machines" --nonall "sh $state/worker.sh --leave" >/dev/null 2>&1
}

# --- The review -------------------------------------------------------------------

# Runs the worker on every capture that has no result.
review_captures()
{
    set -- --arg-file "$state/todo" --joblog "$state/joblog"
    [ -z "$jobs" ] || set -- "$@" -j "$jobs"
    [ ! -t 2 ] || set -- "$@" --bar
    if has_machines; then
        prepare_machines
        # What fails on one machine, which may be gone or busy, is tried on another.
        set -- "$@" --sshloginfile "$lp_tmp/machines" --retries 4 \
            --transferfile "$state/in/{}" --return "$state/parts/{}" --cleanup
    fi
    # Not by the function, which would put a shell between the signal of stop() and it.
    parallel --plain --will-cite "$@" "sh $state/worker.sh {}" &
    running=$!
    trap stop INT TERM HUP
    wait "$running"
    trap 'exit 130' INT TERM HUP
    ! has_machines || leave_machines
}

# Some versions of GNU parallel end what is running at the second signal only.
stop()
{
    trap '' INT TERM HUP
    kill -TERM "$running"
    sleep 1
    kill -TERM "$running" 2>/dev/null
    wait "$running"
    ! has_machines || leave_machines
    lp_die "interrupted; the same command goes on from here"
}

set_jobs()
{
    case $1 in
        '' | 0* | *[!0-9]*) wrong_usage "-j $1 is no number of captures" ;;
    esac
    jobs=$1
}

jobs=
: >"$lp_tmp/machines"
: >"$lp_tmp/preferences"
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) help; exit 0 ;;
        --version) lp_say_version; exit 0 ;;
        -o | -j | --sshlogin | --sshloginfile)
            [ $# -gt 1 ] || wrong_usage "$1 needs a value" ;;
        -j?*) set_jobs "${1#-j}"; shift; continue ;;
        --) shift; break ;;
        -*) wrong_usage "unknown option $1" ;;
        *) break ;;
    esac
    case $1 in
        -o)
            case $2 in
                ?*:*) printf '%s\n' "$2" >>"$lp_tmp/preferences" ;;
                *) wrong_usage "-o $2 is not NAME:VALUE" ;;
            esac ;;
        -j) set_jobs "$2" ;;
        --sshlogin) printf '%s\n' "$2" | tr , '\n' >>"$lp_tmp/machines" ;;
        --sshloginfile)
            machines=$2
            [ "$machines" != .. ] || machines=$HOME/.parallel/sshloginfile
            cat -- "$machines" >>"$lp_tmp/machines" || exit 1 ;;
    esac
    shift 2
done
case $# in
    1 | 2) ;;
    *) wrong_usage "name a folder of captures, and where the review goes" ;;
esac

[ -d "$1" ] || lp_die "there is no folder $1: give the name of a folder of captures"
# To cd, "-" alone is the folder before.
dir=$1 out=${2:-legacyports-review}
case $dir in -*) dir=./$dir ;; esac
case $out in -*) out=./$out ;; esac
dir=$(CDPATH='' cd -- "$dir" && pwd -P) || exit 1
lp_set_up "$review_needs"
find_plugin
check_preferences
open_state
fill_state
perl "$lp_root/plugin/review/list.pl" "$dir" "$state" "$tools" || exit 1
[ ! -s "$state/todo" ] || review_captures
status=0
perl "$lp_root/plugin/review/report.pl" "$state" . "$lp_root/plugin/review/page.html" || status=1
lp_say "Page: $out/index.html"
exit "$status"
