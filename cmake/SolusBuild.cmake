# How every target of Solus is built: language level, warnings, sanitizers, and where the programs land.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

if(MINGW)
    set(CMAKE_FIND_LIBRARY_SUFFIXES .a) # never the import library of a DLL
    string(APPEND CMAKE_CXX_STANDARD_LIBRARIES " -lshlwapi -lssp") # last: for libmpg123; for FLAC and Opus
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

if(SOLUS_SANITIZE)
    add_compile_options(-fsanitize=${SOLUS_SANITIZE} -fno-omit-frame-pointer -g -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${SOLUS_SANITIZE})
endif()

# Our own code only: system headers and third-party modules keep their warnings to themselves.
# No -ffast-math anywhere: the guards against NaN and Inf must keep working, and the output must be the same for every
# way of cutting the input. -ffp-contract=off for the same reason: kernels say themselves where they want an FMA.
add_library(solus_options INTERFACE)
target_compile_options(solus_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                               -ffp-contract=off)
target_include_directories(solus_options INTERFACE ${CMAKE_SOURCE_DIR}/Source)

# solus_library(NAME FOLDER [public libraries...]): one static library from all .cpp files of one folder.
function(solus_library name folder)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp
                                        ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.h)
    if(NOT sources)
        return()
    endif()
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${ARGN} PRIVATE solus_options)
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/Source)
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# solus_vectorise(NAME): for rooms with loops over bins and samples, which -O2 leaves scalar. It changes no value: sums
# keep their order, and NaN and Inf their meaning.
function(solus_vectorise name)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O3> -fno-math-errno -fno-trapping-math)
endfunction()
