# SPDX-License-Identifier: GPL-2.0-or-later
# Read by cpack for each kind of package: what it holds, and where.

if(CPACK_GENERATOR STREQUAL "DEB")
    list(GET CPACK_INSTALL_CMAKE_PROJECTS 0 build)
    set(CPACK_INSTALL_CMAKE_PROJECTS "${build};legacyports;system;/")
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
else()
    list(GET CPACK_INSTALL_CMAKE_PROJECTS 0 build)
    set(CPACK_INSTALL_CMAKE_PROJECTS "${build};legacyports;archive;/")
endif()
