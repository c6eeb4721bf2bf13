# find_package(Solus): Solus::solus is the shared library, Solus::solus_static the archive, which needs FFTW (fftw3f).
include("${CMAKE_CURRENT_LIST_DIR}/SolusTargets.cmake")
