# Tests of the Debian packages, included by Tests/CMakeLists.txt.
find_program(BASH bash REQUIRED)
find_program(DPKG_DEB dpkg-deb)
if(DPKG_DEB)
    add_test(NAME packages COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Packages/check-packages ${CMAKE_BINARY_DIR}
                                   $<TARGET_FILE:solus>)
    set_tests_properties(packages PROPERTIES LABELS plugin)
    add_test(NAME packages-lintian COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Packages/check-packages ${CMAKE_BINARY_DIR}
                                           $<TARGET_FILE:solus> --lintian)
    add_test(NAME packages-in-fresh-root COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Packages/check-fresh-root ${CMAKE_BINARY_DIR}
                                                 ${CMAKE_SOURCE_DIR}/Resources/Demo/voice-in-rain.flac)
    set_tests_properties(packages-lintian packages-in-fresh-root PROPERTIES LABELS full RUN_SERIAL ON SKIP_RETURN_CODE 77)
endif()
