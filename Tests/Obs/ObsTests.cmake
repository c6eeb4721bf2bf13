# Tests of the filter in libobs, included by Tests/CMakeLists.txt. Without a window, but libobs does not start without a display.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_executable(test-obs ${sources} Support/RealtimeHook.cpp)
set_target_properties(test-obs PROPERTIES ENABLE_EXPORTS ON) # one function stands before libobs's
target_link_libraries(test-obs PRIVATE solus_catch_main solus_engine solus_files PkgConfig::OBS ${CMAKE_DL_LIBS})
target_include_directories(test-obs SYSTEM PRIVATE ${OBS_INCLUDE_DIRS})
target_compile_definitions(test-obs PRIVATE SOLUS_RESOURCES="${CMAKE_SOURCE_DIR}/Resources"
    SOLUS_OBS="$<TARGET_FILE:solus_obs>" SOLUS_OBS_DATA="$<TARGET_FILE_DIR:solus_obs>")
add_dependencies(test-obs solus_obs)
add_test(NAME test-obs COMMAND xvfb-run -a $<TARGET_FILE:test-obs>)
set_tests_properties(test-obs PROPERTIES LABELS plugin)
