# setup.sh: what run.sh and tests/run.sh share: packages, the build, Wireshark's plugin folders
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced, with lp_root set to the project's folder, or to a folder where a package
# keeps the same. Functions that a caller may use start with lp_; the ones that end
# the program say so.

lp_module=legacyports.so
lp_build=${LP_BUILD:-${lp_root:?}/build}
HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
lp_tmp=$(mktemp -d) || exit 1
# shellcheck source=plugin/setup/progress.sh
. "$lp_root/plugin/setup/progress.sh"
trap 'lp_end_watch; rm -rf "$lp_tmp"' EXIT
trap 'exit 130' INT TERM HUP

lp_say()
{
    printf '%s\n' "$*"
}

# Prints what --version does.
lp_say_version()
{
    lp_say "legacyports $(cat "$lp_root/VERSION")"
}

# Ends the program with one line that names the cause and the remedy.
lp_die()
{
    printf 'legacyports: %s\n' "$*" >&2
    exit 1
}

lp_is_root()
{
    [ "$(id -u)" -eq 0 ]
}

# --- Packages -----------------------------------------------------------------
#
# One need a line: how to see that it is met, the Debian packages that meet it,
# and what it is to a person. A met need is never given to apt, so a machine
# that has everything works offline, and one that is no Debian may have it all.

lp_build_needs='has_command tshark|tshark|tshark
has_command captype|wireshark-common|captype
has_compiler|gcc libc6-dev|a C compiler
has_command cmake|cmake|CMake
has_make|ninja-build|ninja or make
has_headers|wireshark-dev|the headers of Wireshark'

lp_test_needs="$lp_build_needs
has_command pkg-config|pkg-config|pkg-config
has_module cmocka|libcmocka-dev|cmocka
has_module libpcap|libpcap-dev|libpcap
has_command parallel|parallel|GNU parallel
has_command bzip2|bzip2|bzip2
has_command xz|xz-utils|xz
has_command git|git|git
has_command man|man-db|man"

has_command()
{
    command -v "$1" >/dev/null 2>&1
}

# A compiler without the C library's files cannot link even this.
has_compiler()
{
    has_command "${CC:-cc}" && echo 'int main(void) { return 0; }' |
        "${CC:-cc}" -x c -o /dev/null - >/dev/null 2>&1
}

has_make()
{
    has_command ninja || has_command make
}

has_module()
{
    pkg-config --exists "$1" 2>/dev/null
}

has_headers()
{
    [ -n "$(lp_wireshark_cmake)" ]
}

# Prints the folder of WiresharkConfig.cmake. The environment's Wireshark_ROOT,
# which CMake knows too, names the prefix of a Wireshark of one's own.
lp_wireshark_cmake()
(
    if [ -n "${Wireshark_ROOT:-}" ]; then
        set -- "$Wireshark_ROOT"
    else
        set -- /usr/local /usr
    fi
    for prefix; do
        for folder in "$prefix"/lib*/wireshark*/cmake "$prefix"/lib*/cmake/wireshark* \
            "$prefix"/lib/*/wireshark*/cmake "$prefix"/lib/*/cmake/wireshark*; do
            [ -f "$folder/WiresharkConfig.cmake" ] && echo "$folder" && return
        done
    done
)

# Prints column $2 of the lines of the needs $1 that are not met.
lp_unmet()
{
    printf '%s\n' "$1" | while IFS='|' read -r probe packages what; do
        $probe && continue
        case $2 in
            packages) printf '%s\n' "$packages" ;;
            what) printf '%s\n' "$what (Debian package ${packages%% *})" ;;
        esac
    done
}

# Installs the packages that the needs $1 lack, or ends the program.
lp_set_up()
{
    lp_packages=$(lp_unmet "$1" packages | tr '\n' ' ')
    lp_packages=${lp_packages% }
    [ -n "$lp_packages" ] || return 0
    lp_what=$(lp_unmet "$1" what | sed '2,$s/^/, /' | tr -d '\n')

    [ -z "${Wireshark_ROOT:-}" ] || has_headers ||
        lp_die "Wireshark_ROOT=$Wireshark_ROOT holds no WiresharkConfig.cmake:" \
            "install Wireshark's headers there (make install-headers), or unset it"
    has_command apt-get ||
        lp_die "missing: $lp_what; there is no apt-get here: install it by this system's means"
    lp_is_root || has_command sudo ||
        lp_die "missing: $lp_what; without sudo only root can install it:" \
            "apt-get install $lp_packages"

    lp_say "Installing with apt: $lp_packages"
    # shellcheck disable=SC2086 # a list
    lp_apt_install $lp_packages || {
        lp_reason=$(lp_unreachable)
        [ -z "$lp_reason" ] ||
            lp_die "missing: $lp_what; apt gets no answer ($lp_reason): connect this machine to the" \
                "network, then try again"
        lp_die "missing: $lp_what; apt could not install it ($(lp_last_error "$lp_tmp/apt.log")):" \
            "apt-get install $lp_packages"
    }
    lp_what=$(lp_unmet "$1" what | sed '2,$s/^/, /' | tr -d '\n')
    [ -z "$lp_what" ] || lp_die "still missing after apt installed $lp_packages: $lp_what"
}

# The package lists are fetched only when the ones at hand do not do, and there is a network.
lp_apt_install()
{
    : >"$lp_tmp/apt.log"
    lp_apt "Fetching and installing packages" install --no-install-recommends "$@" && return
    [ -z "$(lp_unreachable)" ] || return
    lp_apt "Fetching the lists of packages" update
    grep -qE '^(Get|Hit):' "$lp_tmp/apt.log" || return
    lp_apt "Fetching and installing packages" install --no-install-recommends "$@"
}

# Runs apt-get, and names this step $1. A mirror that does not answer is given up soon.
lp_apt()
{
    lp_apt_step=$1
    shift
    # shellcheck disable=SC2046 # sudo with its option
    lp_watched "$lp_apt_step" lp_count_packages $(lp_sudo) env LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive RES_OPTIONS='timeout:3 attempts:1' \
        apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=0 \
        -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 "$@"
    lp_apt_status=$?
    cat "$lp_tmp/step.log" >>"$lp_tmp/apt.log"
    return "$lp_apt_status"
}

# Prints what goes before a command for root. A terminal may be asked for sudo's
# password, a script may not.
lp_sudo()
{
    if lp_is_root; then
        return
    elif [ -t 0 ]; then
        echo sudo
    else
        echo sudo -n
    fi
}

# Prints what apt says of a mirror that it does not reach, nothing if it reached all.
lp_unreachable()
{
    grep -oE "(Temporary failure resolving|Could not resolve|Could not connect to|Cannot initiate the \
connection to|Unable to connect to|Connection failed|Connection timed out)[^,:]*" "$lp_tmp/apt.log" | head -n 1
}

lp_last_error()
{
    sed -n 's/^E: //p; s/^sudo: /sudo: /p' "$1" | tail -n 1
}

# --- Build --------------------------------------------------------------------

# Configures the build folder with the options for CMake after $1, and builds the target $1
# there. A folder that was once configured for the tests keeps them.
lp_make()
{
    lp_target=$1
    shift
    lp_check_versions
    lp_choose_build
    lp_configure "$lp_build" "$@"
    lp_compile "$lp_build" "$lp_target"
}

# Sets lp_build: what LP_BUILD in the environment names, or build/, or a folder of this
# user's where build/ is not theirs. Ends the program if it cannot write there.
lp_choose_build()
{
    if [ -n "${LP_BUILD:-}" ]; then
        lp_may_write "$lp_build" ||
            lp_die "you may not write to $lp_build, which LP_BUILD names: name another folder"
        lp_build=$(CDPATH='' cd -- "$lp_build" && pwd -P) || exit 1
        return
    fi
    ! lp_may_write "$lp_build" || return 0
    lp_refused=$lp_build
    lp_build=${XDG_CACHE_HOME:-$HOME/.cache}/legacyports/build
    lp_may_write "$lp_build" ||
        lp_die "you may write neither to $lp_refused nor to $lp_build:" \
            "name a folder to build in, LP_BUILD=FOLDER, in the environment"
    lp_say "You may not write to $lp_refused: building in $lp_build (LP_BUILD=FOLDER names another)"
}

# Returns 0 if the folder $1 is there, or could be made, and nothing in it is another user's.
lp_may_write()
{
    mkdir -p -- "$1" 2>/dev/null && [ -w "$1" ] &&
        [ -z "$(find "$1" ! -writable ! -user "$(id -u)" -print -quit 2>/dev/null)" ]
}

# Headers of one minor version make a plugin that another one refuses.
lp_check_versions()
{
    lp_have=$(lp_wireshark_version)
    lp_want=$(sed -n 's/^set(Wireshark_VERSION "\(.*\)")/\1/p' \
        "$(lp_wireshark_cmake)/WiresharkConfig.cmake")
    [ "${lp_have%.*}" = "${lp_want%.*}" ] ||
        lp_die "the headers are those of Wireshark $lp_want, but $(command -v tshark) is" \
            "$lp_have and loads plugins of ${lp_have%.*} only: install the headers of that version"
}

# Prints the version of the tshark in the path: 4.0.17. A damaged plugin kills tshark even
# here, but not captype, which is of the same package and loads no such plugins.
lp_wireshark_version()
{
    { tshark --version || captype --version; } 2>/dev/null |
        sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p'
}

# Configures the build folder $1 with the further options for CMake. A folder
# that was made for a source folder that has moved is configured anew.
lp_configure()
{
    lp_folder=$1
    shift
    if [ -f "$lp_folder/CMakeCache.txt" ]; then
        grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$lp_root" "$lp_folder/CMakeCache.txt" ||
            rm -rf "$lp_folder/CMakeCache.txt" "$lp_folder/CMakeFiles"
    fi
    # For a build that a test makes, too. A folder keeps the generator it has.
    if has_command ninja; then
        export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"
    fi
    lp_logged "Configuring" cmake -S "$lp_root" -B "$lp_folder" \
        -DWireshark_DIR="$(lp_wireshark_cmake)" "$@"
}

# Builds target $2 in the folder $1.
lp_compile()
{
    lp_logged "Building in $1" cmake --build "$1" --target "$2" --parallel "$(lp_jobs)"
}

lp_jobs()
{
    nproc 2>/dev/null || echo 1
}

# Runs a command and shows what it says only if it fails, which ends the program.
lp_logged()
{
    lp_task=$1
    shift
    lp_watched "$lp_task" lp_count_files "$@" || {
        cat "$lp_tmp/step.log" >&2
        lp_die "this failed, see above: $*"
    }
}

# --- Wireshark's plugin folders -------------------------------------------------

# Sets lp_version (4.0.17), lp_minor (4.0), and lp_personal and lp_global, this
# user's and the global folder of that minor version's plugins, .../plugins/4.0.
lp_locate()
{
    lp_version=$(lp_wireshark_version)
    lp_minor=${lp_version%.*}
    lp_personal=$(lp_plugins_folder Personal)
    lp_global=$(lp_plugins_folder Global)
    # A clash of names, or a damaged plugin, stops tshark even here.
    : "${lp_personal:=$HOME/.local/lib/wireshark/plugins/$lp_minor}"
    : "${lp_global:=$(lp_guess_global)}"
}

lp_plugins_folder()
{
    # The shell says of a tshark that was killed, too.
    { tshark -G folders | sed -n "s/^$1 Plugins:[[:space:]]*//p"; } 2>/dev/null
}

lp_guess_global()
(
    if [ -n "${WIRESHARK_PLUGIN_DIR:-}" ] && ! lp_is_root; then
        echo "$WIRESHARK_PLUGIN_DIR/$lp_minor"
        return
    fi
    lp_global_roots | while read -r root; do
        [ ! -d "$root/$lp_minor" ] || echo "$root/$lp_minor"
    done | head -n 1
)

# Prints the folders where Wireshark's packages, or one built here, keep plugins.
lp_global_roots()
(
    # A test has another system than this one, so that it sees nothing that is installed.
    system=${LP_SYSTEM:-}
    for root in "$system"/usr/local/lib/wireshark/plugins "$system"/usr/local/lib/*/wireshark/plugins \
        "$system"/usr/lib/*/wireshark/plugins "$system"/usr/lib/wireshark/plugins; do
        [ ! -d "$root" ] || echo "$root"
    done
)

# Runs tshark without its remark about root, which is no help here. Returns its
# exit status; what else it says comes after its output.
lp_tshark()
{
    lp_status=0
    tshark "$@" 2>"$lp_tmp/tshark.err" || lp_status=$?
    grep -v '^Running as user ' "$lp_tmp/tshark.err" >&2
    return "$lp_status"
}

# Prints the file that tshark loaded the plugin from, nothing if it did not.
lp_loaded_from()
{
    { tshark -G plugins | awk -F '\t' '$1 ~ /^legacyports\.so *$/ { print $4 }'; } 2>/dev/null
}

# Prints the Debian package that owns the file $1, nothing if none does.
lp_owner()
{
    dpkg -S "$1" 2>/dev/null | sed -n '1s/:.*//p'
}
