# Tests of the filter in libobs, included by Tests/CMakeLists.txt.
solus_test(test-obs Obs solus_engine solus_files PkgConfig::OBS)
target_include_directories(test-obs SYSTEM PRIVATE ${OBS_INCLUDE_DIRS})
target_compile_definitions(test-obs PRIVATE SOLUS_OBS="$<TARGET_FILE:solus_obs>"
                                            SOLUS_OBS_DATA="$<TARGET_FILE_DIR:solus_obs>")
add_dependencies(test-obs solus_obs)
set_tests_properties(test-obs PROPERTIES LABELS plugin)
