# Tests of the LADSPA plugin as hosts load it, included by Tests/CMakeLists.txt.
solus_test(test-ladspa Ladspa solus_engine ${CMAKE_DL_LIBS})
target_sources(test-ladspa PRIVATE Support/RealtimeHook.cpp)
target_include_directories(test-ladspa SYSTEM PRIVATE ${SOLUS_LADSPA_INCLUDE})
target_compile_definitions(test-ladspa PRIVATE SOLUS_LADSPA="$<TARGET_FILE:solus_ladspa>")
add_dependencies(test-ladspa solus_ladspa)
set_tests_properties(test-ladspa PROPERTIES LABELS plugin)

if(NOT SOLUS_SANITIZE)
    find_program(BASH bash REQUIRED)
    if(SOLUS_BUILD_CLI)
        add_test(NAME ladspa-in-ffmpeg COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Ladspa/check-hosts
                                               $<TARGET_FILE:solus_ladspa> $<TARGET_FILE:solus> ffmpeg)
        set_tests_properties(ladspa-in-ffmpeg PROPERTIES LABELS plugin)
        add_test(NAME ladspa-in-hosts COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Ladspa/check-hosts
                                              $<TARGET_FILE:solus_ladspa> $<TARGET_FILE:solus> sox gstreamer mpv)
        set_tests_properties(ladspa-in-hosts PROPERTIES LABELS full)
    endif()
    add_test(NAME ladspa-in-pipewire
             COMMAND dbus-run-session -- ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Ladspa/check-pipewire
                     $<TARGET_FILE:solus_ladspa> ${CMAKE_SOURCE_DIR}/Plugin/Ladspa/solus-microphone.conf.in)
    set_tests_properties(ladspa-in-pipewire PROPERTIES LABELS full RUN_SERIAL ON TIMEOUT 120)
endif()
