#!/bin/sh
# window.sh: Wireshark's window with the plugin and the profile, on a display of its own
#
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/gui/window.sh PLUGIN_DIR PROFILES_DIR CAPTURES_DIR PICTURES_DIR CASE
#
# Starts the real Wireshark under Xvfb, opens dialogs as a user does, waits for
# their titles, and takes a picture of each for a person to look at. Fails on a
# title that does not come, a blank picture, an exit status other than 0, and
# anything that Wireshark, Qt or the plugin say on standard error.
#
# Wireshark ignores the plugin for root, so root becomes nobody first.

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
for command in wireshark Xvfb xdotool import convert; do
    command -v "$command" >/dev/null || { echo "Skipped: a window (tests/run.sh --gui)"; exit 77; }
done
# Later versions have other items between those of the menus.
wireshark --version 2>/dev/null | grep -q '^Wireshark 4\.0\.' ||
    { echo "Skipped: the menus of Wireshark 4.0, whose keys these are"; exit 77; }
if [ "$(id -u)" -eq 0 ]; then
    mkdir -p "$4"
    chown 65534:65534 "$4"
    exec setpriv --reuid=65534 --regid=65534 --clear-groups sh "$0" "$@"
fi

plugins=$1
profiles=$2
captures=$3
pictures=$4
case=$5
with_plugin=$(dirname -- "$0")/../with-plugin.sh
mkdir -p "$pictures"
work=$(mktemp -d) || exit 1
wireshark=
display=
settle=0
trap 'kill $wireshark $display 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

fail()
{
    echo "$case: $*" >&2
    [ ! -s "$work/err" ] || cat "$work/err" >&2
    [ -z "${DISPLAY:-}" ] || import -window root "$pictures/$case-failed.png"
    exit 1
}

# Waits for a command to succeed: up to a minute, since other tests run beside this one.
wait_for()
{
    tries=600
    until "$@" >"$work/waited" 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

start_display()
{
    Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb" 2>&1 &
    display=$!
    wait_for test -s "$work/display" || fail "no display: $(cat "$work/xvfb")"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

# Opens a capture in Wireshark, with further options, and waits for its window,
# whose id is then in $main. Every start has the profile as it is shipped.
open_capture()
{
    rm -rf "$work/config"
    mkdir -p "$work/config" "$work/home" "$work/run"
    chmod 700 "$work/run"
    cp -R "$profiles" "$work/config/profiles"
    for setting in 'x: 0' 'y: 0' 'width: 1400' 'height: 900'; do
        echo "gui.geometry_main_$setting"
    done >"$work/config/recent_common"
    capture=$1
    shift
    # Wireshark looks for fonts, and its Qt for a place to write, where the user's home is.
    XDG_CACHE_HOME=$work/home XDG_RUNTIME_DIR=$work/run LP_CONFIG_DIR=$work/config \
        sh "$with_plugin" "$plugins" wireshark -C "Legacy Ports" -r "$capture" "$@" \
        >"$work/out" 2>"$work/err" &
    wireshark=$!
    wait_for_window "^${capture##*/}\$"
    main=$window
}

# Waits for a window by its title; its id is then in $window.
wait_for_window()
{
    wait_for xdotool search --onlyvisible --name "$1" || fail "no window has the title $1"
    window=$(tail -n 1 "$work/waited")
}

# Waits until a window is drawn: two pictures in a row are equal, and not all of one colour.
wait_for_picture()
{
    : >"$work/before"
    wait_for is_drawn "$1" || fail "window $1 does not come to rest, or is blank"
}

is_drawn()
{
    import -window "$1" "$work/now.png" &&
        convert "$work/now.png" -format '%k %#' info: >"$work/now" &&
        [ "$(cut -d ' ' -f 1 "$work/now")" -ge 16 ] && cmp -s "$work/now" "$work/before" && return
    cp "$work/now" "$work/before"
    return 1
}

# Takes the picture $1 of the window with the title $2.
take_picture()
{
    wait_for_window "$2"
    xdotool windowraise "$window"
    wait_for_picture "$window"
    cp "$work/now.png" "$pictures/$1.png"
}

# Sends keys to a window, one after the other; menus open as fast as they can.
press()
{
    xdotool windowfocus --sync "$1"
    shift
    for key; do
        xdotool key --clearmodifiers "$key"
        sleep 0.15
    done
}

# Ends Wireshark as a user does. It must not have had a remark, but for what it
# says of a machine without wireless cards.
quit_wireshark()
{
    press "$main" ctrl+q
    wait_for has_ended || fail "Wireshark does not end"
    wait "$wireshark" || fail "Wireshark ended with status $?"
    wireshark=
    if grep -v -e '^nl80211 not found\.$' -e '^$' "$work/err"; then
        fail "that was said on standard error"
    fi
}

has_ended()
{
    ! kill -0 "$wireshark"
}

# Expands the last item of the packet details, the label, and scrolls to its end.
expand_label()
{
    xdotool mousemove --window "$main" 300 840 click 1
    press "$main" Home End Right End
}

# Opens a capture at a packet and expands its label: picture, capture, packet, further options.
show_label()
{
    picture=$1
    capture=$2
    number=$3
    shift 3
    open_capture "$capture" -g "$number" "$@"
    wait_for_picture "$main"
    expand_label
    take_picture "$picture" "^${capture##*/}\$"
    quit_wireshark
}

# Expects what the user applied as display filter; Wireshark keeps it for the next time.
expect_filter()
{
    filter=$(sed -n 's/^recent\.display_filter: //p' "$work/config/recent_common")
    [ "$filter" = "$1" ] || fail "the filter is $filter, not $1"
}

# Applies a row of the conversations as a filter: picture, capture, where the tab
# is in the window, at which height the row, the filter that this should make, and
# the key that chooses it in the menu if it is not the first.
filter_on_conversation()
{
    open_capture "$2"
    wait_for_picture "$main"
    press "$main" alt+s c
    take_picture "$1" "^Wireshark .* Conversations .* "
    xdotool mousemove --window "$window" "$3" 27 click 1
    wait_for_picture "$window"
    xdotool mousemove --window "$window" 420 "$4" click 1
    wait_for_picture "$window"
    open_popup 3
    press_in_menu Down Right Right ${6:+"$6"} Return
    wait_for_picture "$main"
    press "$window" Escape
    wait_for is_closed "Conversations" || fail "the conversations do not close"
    quit_wireshark
    expect_filter "$5"
}

# Applies a station's response times as a filter: picture, capture, at which height
# of the window the row is, and the filter that this should make.
filter_on_station()
{
    open_capture "$2" -z ciscostun,srt
    take_picture "$1" "^Wireshark .* Response Time .* "
    xdotool mousemove --window "$window" 120 "$3" click 1
    wait_for_picture "$window"
    open_popup 3
    press_in_menu Down Right Return
    wait_for_picture "$main"
    press "$window" Escape
    quit_wireshark
    expect_filter "$4"
}

# Opens the menu or list that a mouse button opens where the mouse is.
open_popup()
{
    import -window root "$work/without.png"
    xdotool click "$1"
    wait_for has_popup || fail "button $1 of the mouse opens nothing"
}

has_popup()
{
    import -window root "$work/with.png" && ! cmp -s "$work/with.png" "$work/without.png"
}

# Sends keys to whatever menu is open.
press_in_menu()
{
    for key; do
        xdotool key "$key"
        sleep 0.3
    done
}

# Opens a statistic that has a name for -z: picture, title, capture, name, and what
# its text must have.
show_statistic()
{
    open_capture "$3" -z "$4"
    take_picture "$1" "^Wireshark .* $2 .* ${3##*/}\$"
    save_statistic
    press "$statistic" Escape
    quit_wireshark
    grep -qF -- "$5" "$work/saved.txt" || fail "saved of $4, without $5: $(cat "$work/saved.txt")"
}

# Saves the statistic in $window as text. The button for it is at the bottom.
save_statistic()
{
    statistic=$window
    rm -f "$work/saved.txt"
    xdotool getwindowgeometry --shell "$statistic" >"$work/geometry"
    xdotool mousemove --window "$statistic" $(($(sed -n 's/^WIDTH=//p' "$work/geometry") - 140)) \
        $(($(sed -n 's/^HEIGHT=//p' "$work/geometry") - 24)) click 1
    wait_for_window "^Wireshark .* Save Statistics As"
    wait_for_picture "$window"
    xdotool windowfocus --sync "$window"
    xdotool type "$work/saved.txt"
    press "$window" Return
    wait_for test -s "$work/saved.txt" || fail "the statistic is not saved"
}

# Opens a dialog by keys, picture and title first. Escape closes it again.
show_dialog()
{
    picture=$1
    title=$2
    shift 2
    press "$main" "$@"
    wait_for_window "$title"
    sleep "$settle"
    take_picture "$picture" "$title"
    press "$window" Escape
    wait_for is_closed "$title" || fail "$title does not close"
}

is_closed()
{
    ! xdotool search --onlyvisible --name "$1"
}

empty_capture()
{
    sh "$with_plugin" "$plugins" tshark -r "$captures/ssh-1994.pcapng" -Y 'frame.number == 0' -w - \
        >"$work/empty.pcapng" 2>/dev/null
    echo "$work/empty.pcapng"
}

# The last items of the menu Statistics are submenus for trees: Cisco STUN, (one
# of Wireshark's own,) MHSnet. What is before them has a letter.
show_menus()
{
    wait_for_picture "$main"
    show_dialog "$1-conversations" "^Wireshark .* Conversations .* " alt+s c
    show_dialog "$1-stations" "^Wireshark .* Stations and Frame Types .* " alt+s Up Up Up Right Return
    show_dialog "$1-mhsnet-packets" "^Wireshark .* Packets by Type .* " alt+s Up Right Return
    settle=2 # it draws later than it opens
    show_dialog "$1-io-graphs" "^Wireshark .* I/O Graphs .* " alt+s i
    settle=0
    show_dialog "$1-expert-information" "^Wireshark .* Expert Information .* " alt+a Up Return
    show_frame_export "$1-strip-headers"
    show_dialog "$1-export-objects" "^Wireshark .* Export .* MHSnet object list" \
        alt+f Up Up Up Right Up Up Up Return
}

test_captures()
{
    for file in "$captures"/*.pcapng; do
        name=${file##*/}
        open_capture "$file"
        take_picture "capture-${name%.pcapng}" "^$name\$"
        quit_wireshark
    done
}

test_statistics()
{
    show_statistic full-labelled "Legacy Ports/Labelled Conversations" \
        "$captures/transports.pcapng" legacyport,table 'Cisco STUN base port (high queue)  Port number'
    show_statistic full-counts "Legacy Ports/Labels and Evidence" \
        "$captures/transports.pcapng" legacyport,counts 'Cisco STUN base port (high queue)  Port number'
    show_statistic full-response-times "Cisco STUN Service Response Time Statistics" \
        "$captures/stun-four-ports.pcapng" ciscostun,srt 'Group 14, station C1'
    show_statistic full-agents "Legacy Ports/IBM LMT Agents" \
        "$captures/lmt-9977-tls.pcapng" ibmlmt,agents '192.0.2.2:9977'
    show_statistic full-messages "MHSnet/Messages" \
        "$captures/mhsnet-1989-htdaemon.pcapng" mhsnet,messages 'big.bin'
    show_statistic full-throughput "MHSnet/Throughput" \
        "$captures/mhsnet-1989-htdaemon.pcapng" mhsnet,channels '127.0.0.1:1989'
}

# As plugin/run.sh --install leaves it, for a user who has never started Wireshark: what
# is where, scripts.run.install_* test; here, that nothing more is needed. A copy that is
# installed for everybody on this machine is out of sight.
test_first_start()
{
    HOME=$work/home
    mkdir -p "$HOME/.local/lib/wireshark" "$HOME/.config/wireshark" "$work/run"
    chmod 700 "$work/run"
    cp -R "$plugins" "$HOME/.local/lib/wireshark/plugins"
    cp -R "$profiles" "$HOME/.config/wireshark/profiles"
    make_tour
    env -i PATH="$PATH" DISPLAY="$DISPLAY" HOME="$HOME" XDG_RUNTIME_DIR="$work/run" LC_ALL=C.UTF-8 \
        WIRESHARK_PLUGIN_DIR="$work/global" wireshark -C "Legacy Ports" -r "$work/tour.pcapng" -g 876 \
        -Y 'frame.number == legacyport.evidence_frame' >"$work/out" 2>"$work/err" &
    wireshark=$!
    wait_for_window '^tour.pcapng$'
    main=$window
    take_picture first-start '^tour.pcapng$'
    while read -r colour rule; do
        shows_colour "$colour" || fail "no packet has the colour of: $rule"
    done <<'EOF'
#9C1C28 Contradicted
#FFC58F Cisco STUN, high queue
#E6C2FF Cisco STUN, medium queue
#B5D2FF Cisco STUN, normal queue
#A1E8E4 Cisco STUN, low queue
#BDF0B1 Proof
#FFF2A1 Payload shape
EOF
    quit_wireshark
}

# Whether the last picture has a colour in more than a few places.
shows_colour()
{
    convert "$work/now.png" -depth 8 -format %c histogram:info: |
        awk -v colour="$1" 'index(toupper($0), colour) && $1 + 0 > 2000 { found = 1 } END { exit !found }'
}

test_menus()
{
    make_tour
    open_capture "$work/tour.pcapng"
    wait_for_picture "$main"
    press "$main" alt+s
    sleep 0.5
    import -window root "$pictures/full-menu.png"
    press "$main" Escape
    show_menus full
    quit_wireshark
}

test_filters()
{
    filter_on_station filter-station "$captures/stun-four-ports.pcapng" 60 'ciscostun.station==26109'
    filter_on_conversation filter-stun "$captures/stun-four-ports.pcapng" 280 120 \
        'ciscostun.end=="Group 14 primary" && ciscostun.end=="Group 14 station C1"'
    filter_on_conversation filter-mhsnet "$captures/mhsnet-1989-nndaemon-sun3.pcapng" 500 70 \
        'tcp.stream eq 0'
    filter_on_conversation filter-mhsnet "$captures/mhsnet-1989-nndaemon-sun3.pcapng" 500 70 \
        'ip.addr==127.0.0.1 && tcp.port==1989 && ip.addr==127.0.0.1 && tcp.port==59516' Down
}

test_labels()
{
    show_label label-proof "$captures/stun-four-ports.pcapng" 276
    show_label label-shape "$captures/lmt-9977-tls.pcapng" 4
    show_label label-port "$captures/pcanywhere-5631.pcapng" 4
    show_label label-contradicted "$captures/ssh-1994.pcapng" 4
    make_tour
    show_label tour "$work/tour.pcapng" 276 -Y 'frame.number == legacyport.evidence_frame'
}

# What has a link type of its own, as SDLC, Wireshark puts under Strip Headers and
# not under Export PDUs; the picture shows the list. 4.0 calls the window "Dialog".
show_frame_export()
{
    press "$main" alt+f Up Up Up Up Up Return
    wait_for_window "Strip Headers|^Dialog\$"
    xdotool mousemove --window "$window" 70 76
    open_popup 1
    import -window root "$pictures/$1.png"
    press "$window" Escape
    press "$window" Escape
    wait_for is_closed "Strip Headers|^Dialog\$" || fail "the export does not close"
}

# Some captures in a row, each a second or more after the one before, as one capture.
make_tour()
{
    at=1000000000
    set --
    for part in stun-four-ports:1 ssh-1994:1 http-1992:1 mhsnet-1989-htdaemon:8 lmt-9988-http:1 \
        lmt-9977-tls-no-keys:1 jmx-9988:1 mining-9999:1 bstun-1976:1; do
        name=${part%:*}
        start=$(capinfos -TrSa "$captures/$name.pcapng" | cut -f 2)
        editcap -t "$(awk "BEGIN { printf \"%.6f\", $at - $start }")" "$captures/$name.pcapng" "$work/$name.pcapng" ||
            fail "no $name"
        set -- "$@" "$work/$name.pcapng"
        at=$((at + ${part#*:}))
    done
    mergecap -a -w "$work/tour.pcapng" "$@" || fail "no tour"
}

test_empty()
{
    empty=$(empty_capture)
    show_statistic empty-labelled "Legacy Ports/Labelled Conversations" \
        "$empty" legacyport,table 'No conversation has a label'
    show_statistic empty-counts "Legacy Ports/Labels and Evidence" \
        "$empty" legacyport,counts 'No conversation has a label'
    show_statistic empty-response-times "Cisco STUN Service Response Time Statistics" \
        "$empty" ciscostun,srt ''
    show_statistic empty-agents "Legacy Ports/IBM LMT Agents" "$empty" ibmlmt,agents 'No IBM LMT agent'
    show_statistic empty-messages "MHSnet/Messages" "$empty" mhsnet,messages 'No message'
    show_statistic empty-throughput "MHSnet/Throughput" "$empty" mhsnet,channels 'No packet of MHSnet'
    open_capture "$empty"
    show_menus empty
    quit_wireshark
}

start_display
"test_$case"
echo "$case: passed"
