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
set(changelog ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz)
configure_file(plugin/package/changelog.in ${CMAKE_CURRENT_BINARY_DIR}/changelog @ONLY)
execute_process(COMMAND gzip -9nc ${CMAKE_CURRENT_BINARY_DIR}/changelog OUTPUT_FILE ${changelog})

install(TARGETS legacyports DESTINATION ${plugins}/epan COMPONENT system)
set(doc share/doc/${package})
install(FILES README.md plugin/package/copyright ${changelog} DESTINATION ${doc} COMPONENT system)
# Where the README links to them.
install(FILES plugin/README.md plugin/screenshot.png DESTINATION ${doc}/plugin COMPONENT system)
install(FILES tables/SOURCES.md DESTINATION ${doc}/tables COMPONENT system)
install(DIRECTORY ${CMAKE_BINARY_DIR}/profiles/ DESTINATION share/wireshark/profiles
    COMPONENT system)

# What an archive holds.
configure_file(plugin/package/install.sh.in ${CMAKE_CURRENT_BINARY_DIR}/install.sh @ONLY)
install(TARGETS legacyports DESTINATION . COMPONENT archive EXCLUDE_FROM_ALL)
install(PROGRAMS ${CMAKE_CURRENT_BINARY_DIR}/install.sh DESTINATION . COMPONENT archive
    EXCLUDE_FROM_ALL)
install(FILES README.md LICENSE DESTINATION . COMPONENT archive EXCLUDE_FROM_ALL)
install(FILES plugin/README.md plugin/screenshot.png DESTINATION plugin COMPONENT archive
    EXCLUDE_FROM_ALL)
install(FILES tables/SOURCES.md DESTINATION tables COMPONENT archive EXCLUDE_FROM_ALL)

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
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Names what really runs on legacy and unofficial ports (Cisco STUN,
IPsendmsg and MHSnet, IBM License Metric Tool and others), labels every
conversation on them, and says on what evidence: port number, payload
shape, or proof.")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/plugin/package/cpack-generator.cmake)
include(CPack)
