# Debian packages of what is built: `cpack` in the build folder makes solus, solus-dev, solus-obs and solus-train. Their files
# go where Debian has them; the other install rules are for somebody's home.
#
# solus-obs is apart so that the command line does not depend on all of OBS.
include(GNUInstallDirs)
set(place ${CMAKE_SOURCE_DIR}/Packages)
set(made ${CMAKE_CURRENT_BINARY_DIR}/Packages)
set(arch ${CMAKE_LIBRARY_ARCHITECTURE})
set(CPACK_COMPONENTS_ALL "")
set(packageFiles "")

# solus_package(NAME COMPONENT FILE SECTION DEPENDS SUMMARY TEXT): what every package has. There is none while FILE is not built.
function(solus_package name component file section depends summary text)
    string(TOUPPER ${component} upper)
    set(CPACK_SOLUS_FILE_${component} ${CMAKE_BINARY_DIR}/${file} PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name} PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_FILE_NAME DEB-DEFAULT PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section} PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${depends}" PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
    set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${component} PARENT_SCOPE)
    solus_into(${component} share/doc/${name} ${place}/copyright)
    set(changes ${CMAKE_SOURCE_DIR}/CHANGELOG.md)
    solus_zip(${component} share/doc/${name}/changelog.gz ${changes} cat ${changes})
    solus_zip(${component} share/doc/${name}/changelog.Debian.gz ${changes} ${place}/debian-changelog ${name} ${changes})
    set(packageFiles ${packageFiles} PARENT_SCOPE)
endfunction()

# solus_into(COMPONENT FOLDER FILES...): as they are; what is not built is left out.
function(solus_into component folder)
    install(FILES ${ARGN} DESTINATION ${folder} COMPONENT ${component} EXCLUDE_FROM_ALL OPTIONAL)
endfunction()

# solus_zip(COMPONENT FILE SOURCE COMMAND ARGUMENTS...): what the command prints of the source, compressed without a date.
macro(solus_zip component file source)
    get_filename_component(folder ${file} DIRECTORY)
    add_custom_command(OUTPUT ${made}/${file} VERBATIM COMMAND ${place}/zip ${made}/${file} ${ARGN}
                       DEPENDS ${source} ${place}/zip ${place}/manual ${place}/debian-changelog)
    list(APPEND packageFiles ${made}/${file})
    solus_into(${component} ${folder} ${made}/${file})
endmacro()

# solus_manual(COMPONENT PROGRAM): its manual page, from its --help.
macro(solus_manual component program)
    solus_zip(${component} share/man/man1/${program}.1.gz $<TARGET_FILE:${program}>
              ${place}/manual $<TARGET_FILE:${program}> ${PROJECT_VERSION})
endmacro()

function(solus_target component target folder)
    install(TARGETS ${target} RUNTIME DESTINATION ${folder} COMPONENT ${component} EXCLUDE_FROM_ALL OPTIONAL
                              LIBRARY DESTINATION ${folder} COMPONENT ${component} EXCLUDE_FROM_ALL OPTIONAL)
endfunction()

set(general "Solus takes a live voice and removes what is not speech. Once it has
learnt a voice, it also turns everybody else down. It runs in real time.\n")
solus_package(solus programs bin/solus sound "" "Real-time voice isolator"
    "${general}\nThis package has the command line, the live app and the plugins for other
audio programs.")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SUGGESTS "ffmpeg, pipewire")
if(TARGET solus)
    solus_target(programs solus bin)
    solus_manual(programs solus)
    install(FILES ${place}/completion DESTINATION share/bash-completion/completions RENAME solus
            COMPONENT programs EXCLUDE_FROM_ALL)
endif()
if(TARGET solus-live)
    solus_target(programs solus-live bin)
    solus_manual(programs solus-live)
    solus_into(programs share/applications ${CMAKE_SOURCE_DIR}/Resources/solus-live.desktop)
    solus_into(programs lib/systemd/user ${CMAKE_SOURCE_DIR}/Resources/solus-live.service)
endif()
if(TARGET solus_ladspa)
    solus_target(programs solus_ladspa lib/ladspa)
    set(SOLUS_LADSPA /usr/lib/ladspa/solus.so)
    configure_file(${CMAKE_SOURCE_DIR}/Plugin/Ladspa/solus-microphone.conf.in ${made}/solus-microphone.conf @ONLY)
    solus_into(programs share/doc/solus/examples ${made}/solus-microphone.conf)
endif()
if(TARGET solus_clap)
    solus_target(programs solus_clap lib/clap)
endif()
foreach(bundle SolusControls.lv2 Solus.lv2 Solus.vst3)
    string(REGEX REPLACE ".*\\." "" format ${bundle})
    install(DIRECTORY ${CMAKE_BINARY_DIR}/plugin/${bundle} DESTINATION lib/${format} USE_SOURCE_PERMISSIONS
            COMPONENT programs EXCLUDE_FROM_ALL OPTIONAL)
    # CPack strips what is installed as a target, and a bundle is not.
    install(CODE "file(GLOB_RECURSE modules \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/${format}/${bundle}/*.so)
        foreach(module IN LISTS modules)
            execute_process(COMMAND ${CMAKE_STRIP} --strip-unneeded \${module} COMMAND_ERROR_IS_FATAL ANY)
            file(CHMOD \${module} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
        endforeach()" COMPONENT programs EXCLUDE_FROM_ALL)
endforeach()

solus_package(solus-dev library lib/libsolus.so libdevel "libfftw3-dev" "Real-time voice isolator, library for C and C++"
    "${general}\nThis package has the headers, the shared and the static library, and what
pkg-config and CMake need.")
file(WRITE ${made}/shlibs "libsolus ${PROJECT_VERSION_MAJOR} solus-dev (= ${PROJECT_VERSION})\n") # 0.x: any version may differ
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${place}/triggers ${made}/shlibs)

if(TARGET solus_obs)
    solus_package(solus-obs obs plugin/obs/solus.so sound "" "Real-time voice isolator, audio filter for OBS Studio"
        "${general}\nThis package has the audio filter for OBS Studio.")
    set(CPACK_DEBIAN_OBS_PACKAGE_ENHANCES "obs-studio")
    solus_target(obs solus_obs lib/${arch}/obs-plugins)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/Plugin/Obs/data/locale DESTINATION share/obs/obs-plugins/solus
            COMPONENT obs EXCLUDE_FROM_ALL)
endif()
if(TARGET solus-train)
    solus_package(solus-train train bin/solus-train science "" "Real-time voice isolator, trainer of its models"
        "${general}\nThis package has the program that trains and measures the models.")
    solus_target(train solus-train bin)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/Resources/Demo/ DESTINATION share/solus/demo COMPONENT train EXCLUDE_FROM_ALL)
    solus_manual(train solus-train)
endif()
add_custom_target(package-files ALL DEPENDS ${packageFiles})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME solus)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Solus <hello@solus-audio.org>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://solus-audio.org")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PROJECT_CONFIG_FILE ${place}/only-built.cmake)
include(CPack)
