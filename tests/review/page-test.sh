# page-test.sh: the page of a review in a browser: what it shows, sorted, filtered, safe
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2317 # the cases are called by name

set -u
# shellcheck source=tests/scripts/harness.sh
. "$(dirname -- "$0")/../scripts/harness.sh"

command -v parallel >/dev/null || skip "GNU parallel"
command -v chromium >/dev/null || skip "Chromium (tests/run.sh --browser)"
WIRESHARK_PLUGIN_DIR=$binary/plugins
captures=$source/test-captures
folder=$work/folder
result=$work/result

# Reviews some captures: 52 conversations, 3 of them contradicted.
make_page()
{
    mkdir "$folder"
    for name in transports numbers stun-four-ports lmt-9988-http ssh-1994 mhsnet-1989-refusals; do
        cp "$captures/$name.pcapng" "$folder/"
    done
    cp "$captures/tls-1994.pcapng" "$folder/<img src=x onerror=\"document.title='pwned'\">.pcapng"
    cp "$captures/tls-1994.pcapng" "$folder/<script>document.title='pwned'<!--.pcapng"
    echo "no capture" >"$folder/<b>.pcap"
    run sh "$source/plugin/review.sh" "$folder" "$result"
    expect_status 0
}

# Writes what the page is in the browser, with the view $1 in its address, to $work/dom.
look()
{
    # Of itself the browser says a lot that is not about the page.
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
        --user-data-dir="$work/chromium" --virtual-time-budget=2000 --dump-dom "file://${2:-$result/index.html}#$1" \
        >"$work/dom" 2>/dev/null || fail "no page"
    # One row of the big table a line, its cells separated by "|".
    tr -d '\n' <"$work/dom" | sed 's|.*<tbody id="body">||; s|</tbody>.*||; s|</tr>|\n|g' |
        sed 's|</td>|\||g; s|<[^>]*>||g' >"$work/rows"
}

# Expects as many rows, and so many words for it.
expect_rows()
{
    [ "$(grep -c . "$work/rows")" -eq "$1" ] || fail "$(grep -c . "$work/rows") rows, not $1"
    expect dom "$1 of 52 conversations"
}

# Expects that column $1 of the rows is in the order of sort's options.
expect_sorted()
{
    cut -d '|' -f "$1" "$work/rows" | tr -d , >"$work/column"
    shift
    LC_ALL=C sort -s "$@" "$work/column" | cmp -s - "$work/column" || fail "column is not sorted by $*"
}

look_at_views()
{
    look ''
    expect_rows 52
    cut -d '|' -f 1 "$work/rows" | uniq >"$work/column"
    [ "$(tr '\n' '|' <"$work/column")" = 'Contradicted|Proof|Payload shape|Port number|Number only|' ] ||
        fail "the evidence is in another order"
    expect dom '<dd>9</dd>'
    expect dom '<title>IBM LMT agent, HTTP (security level 0), Payload shape: 4 conversations</title>'
    expect dom '<td>&lt;b&gt;.pcap</td><td>unreadable</td>'

    look 'sort=packets'
    expect_sorted 5 -n
    expect dom 'data-id="packets" scope="col" class="number" aria-sort="ascending"'
    look 'sort=-bytes'
    expect_sorted 6 -rn
    look 'sort=capture'
    expect_sorted 11
    look 'q=mhsnet%20OPENING'
    expect_rows 3
    look 'evidence=Payload%20shape&service=IPsendmsg'
    expect_rows 2
    look 'q=no%20such%20words'
    expect_rows 0
}

# Does by the page's own controls what a person does with them.
use_controls()
{
    # The policy lets no other script run than the page's own, so here it goes.
    { grep -v '<meta http-equiv="Content-Security-Policy"' "$result/index.html"; cat <<'SCRIPT'; } >"$work/page.html"
<script>
const heading = id => document.querySelector(`th[data-id=${id}] button`);
const state = name => document.title += ` ${name}:${document.querySelectorAll('#body tr').length}` +
    `:${document.querySelector('#body tr td:nth-child(5)').textContent}`;
const put = (id, value) => { $(id).value = value; $(id).dispatchEvent(new Event('input')); };
document.title = '';
heading('packets').click(); state('up');
heading('packets').click(); state('down');
put('evidence', 'Proof'); state('proof');
put('q', 'queue 1992'); state('words');
$('form').reset(); state('all');
document.querySelector('svg a').dispatchEvent(new MouseEvent('click', {bubbles: true}));
setTimeout(() => state('bar'), 100);
</script>
SCRIPT
    look '' "$work/page.html"
    grep -o '<title>up[^<]*' "$work/dom" >"$work/out"
    expect dom '<title>up:52:1 down:52:406 proof:5:406 words:1:406 all:52:16 bar:'
    ! grep -q ' bar:52:' "$work/dom" || fail "the bar does not filter"
}

# Names of files are text, and nothing but the page's own script runs or is fetched.
try_to_break_out()
{
    ! grep -nE '(src|href)="?(https?:)?//|@import|url\(' "$result/index.html" >"$work/out" || fail "it fetches"
    sed "s|</body>|<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\"></body>|" \
        "$result/index.html" >"$work/page.html"
    for page in "$result/index.html" "$work/page.html"; do
        look '' "$page"
        expect_rows 52
        expect dom '<title>Legacy ports: review of captures</title>'
    done
    grep -q "|<*&lt;img src=x onerror=\"document.title='pwned'\"&gt;.pcapng|" "$work/rows" || fail "the name is not shown"
}

test_page()
{
    make_page
    look_at_views
    use_controls
    try_to_break_out
}

run_case
