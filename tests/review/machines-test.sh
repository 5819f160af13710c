# machines-test.sh: plugin/review.sh spreads a folder over machines that ssh reaches
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2016,SC2317 # the cases are called by name
#
# usage: sh tests/review/machines-test.sh SOURCE BINARY CASE
#
# A machine is a network namespace with an sshd and a home folder of its own. All of
# it, the one user of the three machines included, lives in namespaces that end with
# the test: nothing of this machine is changed.
#
#     here 10.198.1.1 ---- 10.198.1.2 one
#          10.198.2.1 ---- 10.198.2.2 two

set -u
# shellcheck source=tests/help.sh
. "$(dirname -- "$0")/../help.sh"
source=${1:?} binary=${2:?} case=${3:?}
user=lpreview

if [ "${4:-}" != inside ]; then
    for program in ip parallel rsync ssh ssh-keygen unshare setpriv; do
        command -v "$program" >/dev/null || { echo "Skipped: a network of machines, made of namespaces (as root: tests/run.sh --machines)"; exit 77; }
    done
    [ -x /usr/sbin/sshd ] || { echo "Skipped: a network of machines, made of namespaces (as root: tests/run.sh --machines)"; exit 77; }
    [ "$(id -u)" -eq 0 ] || { echo "Skipped: a network of machines, made of namespaces (as root: tests/run.sh --machines)"; exit 77; }
    unshare -mnp true 2>/dev/null || { echo "Skipped: the right to make namespaces"; exit 77; }
    exec unshare -mnpf --mount-proc --kill-child sh "$0" "$source" "$binary" "$case" inside
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
home=$work/home
folder=$work/folder
version=$(tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')

fail()
{
    {
        echo "$*"
        cat "$work/out" "$work/err" "$work"/*.log
    } >&2
    exit 1
}

# Gives this set of namespaces a user that the machine does not have.
make_user()
{
    mkdir -p "$home/.ssh" /run/sshd "$folder"
    { cat /etc/passwd; echo "$user:x:29400:29400::$home:/bin/sh"; } >"$work/passwd"
    { cat /etc/group; echo "$user:x:29400:"; } >"$work/group"
    { cat /etc/shadow; echo "$user:*:19000:0:99999:7:::"; } >"$work/shadow"
    for file in passwd group shadow; do
        mount --bind "$work/$file" "/etc/$file"
    done
    ssh-keygen -q -t ed25519 -N '' -f "$home/.ssh/id_ed25519"
    ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
    cp "$home/.ssh/id_ed25519.pub" "$home/.ssh/authorized_keys"
    cat >"$home/.ssh/config" <<CONFIG
Host *
    ConnectTimeout 2
    ServerAliveInterval 1
    ServerAliveCountMax 2
    LogLevel ERROR
Host one
    HostName 10.198.1.2
Host two
    HostName 10.198.2.2
Host nobody-there
    HostName 10.198.2.3
CONFIG
    printf '10.198.%d.2 %s\n' 1 "$(cut -d ' ' -f 1,2 "$work/host_key.pub")" \
        2 "$(cut -d ' ' -f 1,2 "$work/host_key.pub")" >"$home/.ssh/known_hosts"
    chmod 700 "$home/.ssh"
    chown -R 29400:29400 "$home" "$folder"
}

# Makes machine $2, number $1, and runs the further arguments in it before its sshd starts.
make_machine()
{
    number=$1 name=$2
    shift 2
    cp -R "$home" "$work/$name"
    chown -R 29400:29400 "$work/$name"
    ip netns add "$name"
    ip link add "veth$number" type veth peer name eth0 netns "$name"
    ip address add "10.198.$number.1/24" dev "veth$number"
    ip link set "veth$number" up
    ip -n "$name" address add "10.198.$number.2/24" dev eth0
    ip -n "$name" link set eth0 up
    ip -n "$name" link set lo up
    cat >"$work/$name.config" <<CONFIG
ListenAddress 10.198.$number.2
HostKey $work/host_key
AuthorizedKeysFile $home/.ssh/authorized_keys
StrictModes no
UsePAM no
PidFile none
CONFIG
    ip netns exec "$name" sh -c 'mount --bind "$1" "$2" && shift 2 && exec "$@"' sh "$work/$name" "$home" \
        sh -c "${1:-:} && exec /usr/sbin/sshd -D -e -f '$work/$name.config'" >"$work/$name.log" 2>&1 &
}

wait_for_machines()
{
    for name; do
        for _ in $(seq 40); do
            as_user ssh "$name" true 2>/dev/null && continue 2
            sleep 0.5
        done
        fail "no sshd on $name"
    done
}

as_user()
{
    setpriv --reuid=29400 --regid=29400 --clear-groups "$@"
}

review()
{
    status=0
    as_user sh "$source/plugin/review.sh" "$@" >"$work/out" 2>"$work/err" || status=$?
}

# Expects that a machine has nothing left of the review.
expect_left()
{
    for name; do
        find "$work/$name" -name '.legacyports*' >"$work/found"
        [ ! -s "$work/found" ] || fail "left on $name: $(cat "$work/found")"
    done
}

put()
{
    for name; do
        cp "$source/test-captures/$name.pcapng" "$folder/"
        cp "$source/test-captures/$name.pcapng" "$folder/$name'
<b>\"\$x.pcapng"
    done
}

# The same files as on this machine alone, made on both of the others.
test_spread()
{
    put ssh-1994 tls-1994
    review "$folder" "$home/alone"
    [ "$status" -eq 0 ] || fail "alone: exit status $status"
    review --sshlogin one,two -j 1 "$folder" "$home/spread"
    [ "$status" -eq 0 ] || fail "spread: exit status $status"
    diff -r -x '.legacyports*' "$home/alone" "$home/spread" || fail "other results"
    for name in one two; do
        [ "$(cut -f 2 "$home"/spread/.legacyports-review-*/joblog | grep -cx "$name")" -ge 1 ] ||
            fail "$name did nothing"
    done
    expect_left one two

    # This machine and one of the others, by a file.
    printf '# the lab\n\n1/:\n1/two\n' >"$home/machines"
    review --sshloginfile "$home/machines" "$folder" "$home/result"
    [ "$status" -eq 0 ] || fail "by a file: exit status $status"
    diff -r -x '.legacyports*' "$home/alone" "$home/result" || fail "by a file: other results"
    [ "$(cut -f 2 "$home"/result/.legacyports-review-*/joblog | sort | uniq | tr '\n' ' ')" = ': Host two ' ] ||
        fail "other machines took part"
    expect_left two
}

# Starts a review on both machines, and sets running to its process.
start_review()
{
    (exec setpriv --reuid=29400 --regid=29400 --clear-groups \
        sh "$source/plugin/review.sh" --sshlogin one,two -j 1 "$folder" "$home/result") >"$work/out" 2>"$work/err" &
    running=$!
}

# Waits until a review that runs has $1 captures finished in $home/result.
wait_for_parts()
{
    for _ in $(seq 100); do
        set -- "$1" "$home"/result/.legacyports-review-*/parts/????????????????????????????????
        [ ! -e "$2" ] || [ $# -le "$1" ] || return 0
        sleep 0.5
    done
    fail "$1 captures took too long"
}

test_interrupted()
{
    put ssh-1994 tls-1994
    start_review
    wait_for_parts 1
    kill -TERM "$running"
    ! wait "$running" || fail "exit status 0"
    expect_left one two
    review --sshlogin one,two -j 1 "$folder" "$home/result"
    [ "$status" -eq 0 ] || fail "exit status $status"
    [ "$(grep -c . "$home"/result/.legacyports-review-*/joblog)" -le 4 ] || fail "more than 3 captures again"
    review "$folder" "$home/alone"
    diff -r -x '.legacyports*' "$home/alone" "$home/result" || fail "other results"
    expect_left one two
}

# A machine that fails in between: the others do its work.
test_machine_lost()
{
    put ssh-1994 tls-1994
    start_review
    wait_for_parts 1
    ip link set veth2 down
    wait "$running" || fail "exit status $?"
    grep -q '^4 captures, 4 labelled conversations, 4 contradicted$' "$work/out" || fail "other counts"
}

# A machine with another Wireshark, and one that is not there.
test_unfit()
{
    put ssh-1994
    review --sshlogin one --sshlogin nobody-there --sshlogin two "$folder" "$home/result"
    [ "$status" -eq 1 ] || fail "exit status $status"
    grep -q "one: its Wireshark is 3.4 and the plugin is for $version: install Wireshark $version there" "$work/err" ||
        fail "one is not named"
    grep -q '10.198.2.3' "$work/err" || fail "nobody-there is not named"
    grep -q 'legacyports: not every machine can take part' "$work/err" || fail "no last word"
    [ ! -e "$home/result/index.html" ] || fail "a page of nothing"
    expect_left one two
}

mount -t tmpfs none /run/netns 2>/dev/null || { mkdir -p /run/netns && mount -t tmpfs none /run/netns; }
ip link set lo up
make_user
HOME=$home
SHELL=/bin/sh
WIRESHARK_PLUGIN_DIR=$binary/plugins
export HOME SHELL WIRESHARK_PLUGIN_DIR
unset XDG_CONFIG_HOME
one=: two=:
case $case in
    interrupted | machine_lost)
        # Slow enough to be caught in the middle.
        cp "$(command -v tshark)" "$work/tshark-real"
        printf '#!/bin/sh\ncase "$*" in *" -r "*) sleep 4 ;; esac\nexec %s "$@"\n' "$work/tshark-real" >"$work/tshark"
        chmod 755 "$work/tshark"
        one="mount --bind '$work/tshark' '$(command -v tshark)'" two=$one ;;
esac
if [ "$case" = unfit ]; then
    printf '#!/bin/sh\necho "TShark (Wireshark) 3.4.10"\n' >"$work/tshark"
    chmod 755 "$work/tshark"
    one="mount --bind '$work/tshark' '$(command -v tshark)'"
fi
make_machine 1 one "$one"
make_machine 2 two "$two"
wait_for_machines one two
"test_$case"
echo "$case: passed"
