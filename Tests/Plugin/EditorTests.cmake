# Tests of the editor, included by Tests/CMakeLists.txt after PluginTests.cmake. They open windows, so they bring a screen.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Editor/*.cpp)
add_executable(test-editor ${sources} ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Support/JuceListener.cpp
                                      ${CMAKE_CURRENT_SOURCE_DIR}/Plugin/Support/Clips.cpp)
target_link_libraries(test-editor PRIVATE solus_catch_main solus_plugin solus_host solus_engine X11)
target_compile_definitions(test-editor PRIVATE SOLUS_RESOURCES="${CMAKE_SOURCE_DIR}/Resources"
                                               SOLUS_SOURCE="${CMAKE_SOURCE_DIR}")
find_program(XVFB_RUN xvfb-run)
if(XVFB_RUN)
    add_test(NAME test-editor COMMAND ${XVFB_RUN} -a -s "-screen 0 2000x1300x24" $<TARGET_FILE:test-editor>)
else()
    add_test(NAME test-editor COMMAND test-editor)
endif()
set_tests_properties(test-editor PROPERTIES LABELS plugin TIMEOUT 300)
