# SPDX-License-Identifier: GPL-2.0-or-later
#
# Packages, by cpack in the build folder: -G DEB for Debian, -G TGZ for an archive
# with a script that installs. Both hold the plugin for one minor version of
# Wireshark, and say so in their names.

set(minor ${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION})
set(package wireshark-plugin-legacyports)

if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set(CMAKE_INSTALL_PREFIX ${Wireshark_INSTALL_PREFIX} CACHE PATH "Where Wireshark is" FORCE)
endif()
file(RELATIVE_PATH plugins ${Wireshark_INSTALL_PREFIX} ${Wireshark_PLUGIN_INSTALL_DIR})

# What belongs to a system, with the documents that Debian asks for.
set(generated ${CMAKE_CURRENT_BINARY_DIR}/package)
configure_file(plugin/package/changelog.in ${generated}/changelog.Debian @ONLY)
configure_file(plugin/package/postinst.in ${generated}/postinst @ONLY)
configure_file(plugin/package/install.sh.in ${generated}/install.sh @ONLY)

# Compressed as Debian wants it, without a time.
function(lp_install_compressed file destination)
    get_filename_component(name ${file} NAME)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${generated}/${name}.gz
        COMMAND_ERROR_IS_FATAL ANY)
    install(FILES ${generated}/${name}.gz DESTINATION ${destination} COMPONENT system)
endfunction()

install(TARGETS legacyports DESTINATION ${plugins}/epan COMPONENT system)
install(TARGETS legacyports-tables DESTINATION bin COMPONENT system)
install(PROGRAMS plugin/package/legacyports-review DESTINATION bin COMPONENT system)
install(FILES VERSION DESTINATION share/legacyports COMPONENT system)
install(PROGRAMS plugin/review.sh DESTINATION share/legacyports/plugin COMPONENT system)
install(FILES plugin/setup/setup.sh plugin/setup/progress.sh plugin/setup/doctor.sh
    DESTINATION share/legacyports/plugin/setup COMPONENT system)
install(DIRECTORY plugin/review DESTINATION share/legacyports/plugin COMPONENT system
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
        WORLD_READ WORLD_EXECUTE
    PATTERN *.html PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(DIRECTORY ${CMAKE_BINARY_DIR}/profiles/ DESTINATION share/wireshark/profiles
    COMPONENT system)

set(doc share/doc/${package})
install(FILES README.md plugin/package/copyright DESTINATION ${doc} COMPONENT system)
lp_install_compressed(${generated}/changelog.Debian ${doc})
# Where the README links to them.
install(FILES plugin/README.md plugin/screenshot.png DESTINATION ${doc}/plugin COMPONENT system)
install(FILES tables/SOURCES.md DESTINATION ${doc}/tables COMPONENT system)
set(pages ${CMAKE_CURRENT_SOURCE_DIR}/plugin/package)
lp_install_compressed(${pages}/legacyports-review.1 share/man/man1)
lp_install_compressed(${pages}/legacyports-tables.1 share/man/man1)
lp_install_compressed(${pages}/legacyports.7 share/man/man7)

# What an archive holds, in the places that the README names.
function(lp_install_archive destination)
    install(${ARGN} DESTINATION ${destination} COMPONENT archive EXCLUDE_FROM_ALL)
endfunction()

lp_install_archive(. TARGETS legacyports legacyports-tables)
lp_install_archive(. PROGRAMS ${generated}/install.sh)
lp_install_archive(. FILES README.md LICENSE VERSION)
lp_install_archive(man FILES ${pages}/legacyports-review.1 ${pages}/legacyports-tables.1
    ${pages}/legacyports.7)
lp_install_archive(plugin FILES plugin/README.md plugin/screenshot.png plugin/review.sh)
lp_install_archive(plugin DIRECTORY plugin/review plugin/setup)
lp_install_archive(tables FILES tables/SOURCES.md)
lp_install_archive(. DIRECTORY ${CMAKE_BINARY_DIR}/profiles)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME ${package})
set(CPACK_PACKAGE_FILE_NAME ${package}-${PROJECT_VERSION}-wireshark${minor}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_PACKAGE_CONTACT "legacyports maintainers <maintainers@users.noreply.h-seed-395361bc.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that labels traffic on legacy ports")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~wireshark${minor})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tshark | wireshark")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "tshark, perl, parallel, rsync, openssh-client")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${generated}/postinst)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Names what really runs on legacy and unofficial ports (Cisco STUN,
IPsendmsg and MHSnet, IBM License Metric Tool and others), labels every
conversation on them, and says on what evidence: port number, payload
shape, or proof.")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/plugin/package/cpack-generator.cmake)
include(CPack)
