# Tests of the plugin, included by Tests/CMakeLists.txt: in-process, as built and loaded by a host, and under the watch for
# what an audio thread must not do.

# solus_plugin_test(NAME FOLDER libraries...): a test program with a message thread and a data folder of its own.
function(solus_plugin_test name folder)
    solus_test(${name} Plugin/${folder} solus_host solus_engine ${ARGN})
    target_sources(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Support/JuceListener.cpp
                                   ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Support/Clips.cpp)
    target_compile_definitions(${name} PRIVATE SOLUS_SOURCE="${CMAKE_SOURCE_DIR}")
    set_tests_properties(${name} PROPERTIES LABELS plugin)
endfunction()

find_program(XVFB_RUN xvfb-run)
solus_plugin_test(test-plugin Processor solus_plugin)

# With the editor open, where there is a program that makes a screen. Under TSan too.
solus_plugin_test(test-plugin-realtime Realtime solus_plugin ${CMAKE_DL_LIBS})
target_sources(test-plugin-realtime PRIVATE Support/RealtimeHook.cpp)
if(XVFB_RUN)
    set_tests_properties(test-plugin-realtime PROPERTIES DISABLED ON)
    add_test(NAME test-plugin-realtime-on-a-screen COMMAND ${XVFB_RUN} -a $<TARGET_FILE:test-plugin-realtime>)
    set_tests_properties(test-plugin-realtime-on-a-screen PROPERTIES LABELS plugin TIMEOUT 600
        ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_CURRENT_SOURCE_DIR}/Plugin/tsan-suppressions.txt")
endif()

if(NOT SOLUS_SANITIZE)
    solus_plugin_test(test-plugin-host Host)
    target_compile_definitions(test-plugin-host PRIVATE
        SOLUS_PLUGINS="${CMAKE_BINARY_DIR}/plugin" SOLUS_HOST="$<TARGET_FILE:solus-host>")
    add_dependencies(test-plugin-host Solus_VST3 Solus_LV2 solus-host)

    # What hosts do to plugins, and worse. The editor's part needs a screen.
    foreach(format vst3 lv2)
        if(XVFB_RUN)
            add_test(NAME plugin-validate-${format}
                     COMMAND ${XVFB_RUN} -a $<TARGET_FILE:solus-host> --validate ${CMAKE_BINARY_DIR}/plugin/Solus.${format})
        else()
            add_test(NAME plugin-validate-${format}
                     COMMAND solus-host --validate ${CMAKE_BINARY_DIR}/plugin/Solus.${format})
        endif()
        set_tests_properties(plugin-validate-${format} PROPERTIES LABELS plugin TIMEOUT 300)
    endforeach()

    # The metadata of the LV2 by the tools that LV2 itself brings (packages sordi and lilv-utils).
    find_program(BASH bash REQUIRED)
    add_test(NAME plugin-lv2-metadata
             COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/check-lv2 ${CMAKE_BINARY_DIR}/plugin/Solus.lv2)
    set_tests_properties(plugin-lv2-metadata PROPERTIES LABELS plugin)

    # Another host than ours (./test --full).
    add_test(NAME plugin-in-ardour COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Ardour/check-ardour ${CMAKE_BINARY_DIR})
    set_tests_properties(plugin-in-ardour PROPERTIES LABELS full TIMEOUT 300)
endif()
