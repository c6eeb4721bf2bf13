# JUCE, compiled once: `solus_juce` holds the modules that plugin, live app, host and their tests share.
# From Debian (juce-modules-source, juce-tools) or, with -DJUCE_DIR=path/to/JUCE, from an upstream checkout (macOS and
# Windows need one: Debian's is cut down to Linux).
if(JUCE_DIR AND EXISTS "${JUCE_DIR}/CMakeLists.txt")
    add_subdirectory("${JUCE_DIR}" "${CMAKE_BINARY_DIR}/JUCE" EXCLUDE_FROM_ALL)
    set(SOLUS_JUCE_IS_UPSTREAM ON)
else()
    find_package(JUCE 7.0.5 CONFIG REQUIRED)
    set(SOLUS_JUCE_IS_UPSTREAM OFF)
endif()

add_library(solus_juce STATIC)
target_link_libraries(solus_juce PRIVATE
    juce::juce_core juce::juce_data_structures juce::juce_events juce::juce_graphics juce::juce_gui_basics
    juce::juce_gui_extra juce::juce_audio_basics juce::juce_audio_devices juce::juce_audio_processors)
target_compile_definitions(solus_juce PUBLIC
    JUCE_WEB_BROWSER=0 JUCE_USE_CURL=0 JUCE_DISPLAY_SPLASH_SCREEN=0 JUCE_REPORT_APP_USAGE=0
    JUCE_VST3_CAN_REPLACE_VST2=0 JUCE_STRICT_REFCOUNTEDPOINTER=1 JUCE_MODAL_LOOPS_PERMITTED=1
    JUCE_PLUGINHOST_VST3=1 $<$<NOT:$<BOOL:${WIN32}>>:JUCE_PLUGINHOST_LV2=1;JUCE_JACK=1;JUCE_ALSA=1>
    JUCE_STANDALONE_APPLICATION=JucePlugin_Build_Standalone JUCE_USE_OGGVORBIS=0 JUCE_USE_FLAC=0)
# What patchbays call the live app.
get_target_property(juceDeviceSources juce::juce_audio_devices INTERFACE_SOURCES)
set_source_files_properties(${juceDeviceSources} PROPERTIES COMPILE_DEFINITIONS JUCE_JACK_CLIENT_NAME="Solus")
if(UNIX AND NOT APPLE)
    # JUCE's ALSA thread would wait for ever on a device that has stalled, and be killed: AlsaPatience.h.
    set(alsaPatience ${CMAKE_SOURCE_DIR}/Standalone/Live/Devices/Alsa/AlsaPatience)
    set_source_files_properties(${juceDeviceSources} PROPERTIES COMPILE_OPTIONS "-include;${alsaPatience}.h"
                                                                OBJECT_DEPENDS ${alsaPatience}.h)
    target_sources(solus_juce PRIVATE ${alsaPatience}.cpp)
endif()
# As JUCE's own guide has it: users of this library see the headers and settings, not the sources.
target_include_directories(solus_juce SYSTEM INTERFACE $<TARGET_PROPERTY:solus_juce,INCLUDE_DIRECTORIES>)
target_compile_definitions(solus_juce INTERFACE $<TARGET_PROPERTY:solus_juce,COMPILE_DEFINITIONS>)
set_target_properties(solus_juce PROPERTIES CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden
                                            VISIBILITY_INLINES_HIDDEN ON POSITION_INDEPENDENT_CODE ON)
target_compile_options(solus_juce PRIVATE -w)
if(UNIX AND NOT APPLE)
    # Debian's JUCE uses the system's image libraries and leaves linking them to us.
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(JUCE_SYSTEM REQUIRED IMPORTED_TARGET alsa freetype2 libpng libjpeg zlib)
    target_link_libraries(solus_juce PUBLIC PkgConfig::JUCE_SYSTEM ${CMAKE_DL_LIBS} rt)
    find_package(Threads REQUIRED)
    target_link_libraries(solus_juce PUBLIC Threads::Threads)
endif()
if(MINGW)
    # As Debian's: JUCE takes these from the system, and MinGW ignores its "#pragma comment(lib, ...)".
    find_package(PNG REQUIRED)
    find_package(JPEG REQUIRED)
    find_package(ZLIB REQUIRED)
    target_link_libraries(solus_juce PUBLIC PNG::PNG JPEG::JPEG ZLIB::ZLIB
        advapi32 comctl32 comdlg32 dwmapi gdi32 imm32 ole32 oleaut32 rpcrt4 shcore shell32 shlwapi user32 uuid version
        wininet winmm ws2_32)
endif()
