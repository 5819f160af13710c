# setup.sh: what run.sh and tests/run.sh share: packages, the build, Wireshark's plugin folders
#
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced, with lp_root set to the project's folder. Functions that a caller may
# use start with lp_; the ones that end the program say so.

lp_module=legacyports.so
lp_build=${lp_root:?}/build
HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
lp_tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$lp_tmp"' EXIT
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
has_command parallel|parallel|GNU parallel"

# For the tests in Wireshark's window, which are skipped without them.
lp_gui_needs="$lp_test_needs
has_command wireshark|wireshark|Wireshark
has_command Xvfb|xvfb|Xvfb
has_command xdotool|xdotool|xdotool
has_command import|imagemagick|ImageMagick"

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
    lp_apt_install $lp_packages ||
        lp_die "missing: $lp_what; apt could not install it" \
            "($(lp_last_error "$lp_tmp/apt.log")): apt-get install $lp_packages"
    lp_what=$(lp_unmet "$1" what | sed '2,$s/^/, /' | tr -d '\n')
    [ -z "$lp_what" ] || lp_die "still missing after apt installed $lp_packages: $lp_what"
}

# The package lists are fetched only when the ones at hand do not do.
lp_apt_install()
{
    lp_apt install --no-install-recommends "$@" ||
        { lp_apt update && lp_apt install --no-install-recommends "$@"; }
}

# A terminal may be asked for sudo's password, a script may not.
lp_apt()
(
    set -- env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@"
    if ! lp_is_root; then
        if [ -t 0 ]; then set -- sudo "$@"; else set -- sudo -n "$@"; fi
    fi
    "$@" >"$lp_tmp/apt.log" 2>&1
)

lp_last_error()
{
    sed -n 's/^E: //p; s/^sudo: /sudo: /p' "$1" | tail -n 1
}

# --- Build --------------------------------------------------------------------

# Configures build/ with the options for CMake after $1, and builds the target $1 there.
# A folder that was once configured for the tests keeps them.
lp_make()
{
    lp_target=$1
    shift
    lp_check_versions
    mkdir -p "$lp_build" 2>/dev/null
    [ -w "$lp_build" ] ||
        lp_die "cannot write to $lp_build: if root made it, remove it with: sudo rm -r $lp_build"
    lp_configure "$lp_build" "$@"
    lp_compile "$lp_build" "$lp_target"
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

# Prints the version of the tshark in the path: 4.0.17.
lp_wireshark_version()
{
    tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p'
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
    lp_logged "configuring" cmake -S "$lp_root" -B "$lp_folder" \
        -DWireshark_DIR="$(lp_wireshark_cmake)" "$@"
}

# Builds target $2 in the folder $1.
lp_compile()
{
    lp_logged "building" cmake --build "$1" --target "$2" --parallel "$(lp_jobs)"
}

lp_jobs()
{
    nproc 2>/dev/null || echo 1
}

# Runs a command and shows what it says only if it fails, which ends the program.
lp_logged()
{
    lp_step=$1
    shift
    if ! "$@" >"$lp_tmp/build.log" 2>&1; then
        cat "$lp_tmp/build.log" >&2
        lp_die "$lp_step failed, see above: $*"
    fi
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
    # A clash of names stops tshark even here.
    : "${lp_personal:=$HOME/.local/lib/wireshark/plugins/$lp_minor}"
    : "${lp_global:=$(lp_guess_global)}"
}

lp_plugins_folder()
{
    tshark -G folders 2>/dev/null | sed -n "s/^$1 Plugins:[[:space:]]*//p"
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
    for root in /usr/local/lib/wireshark/plugins /usr/local/lib/*/wireshark/plugins \
        /usr/lib/*/wireshark/plugins /usr/lib/wireshark/plugins; do
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
    tshark -G plugins 2>/dev/null | awk -F '\t' '$1 ~ /^legacyports\.so *$/ { print $4 }'
}

# Prints the Debian package that owns the file $1, nothing if none does.
lp_owner()
{
    dpkg -S "$1" 2>/dev/null | sed -n '1s/:.*//p'
}
