# Read by cpack: no package whose program is not built.
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    if(NOT EXISTS ${CPACK_SOLUS_FILE_${component}})
        message(STATUS "No package ${component}: ${CPACK_SOLUS_FILE_${component}} is not built")
        list(REMOVE_ITEM CPACK_COMPONENTS_ALL ${component})
    endif()
endforeach()
