# Finds the CUDA Toolkit or goes on without it. Sets HEADROOM_HAVE_CUDA.
set(HEADROOM_HAVE_CUDA OFF)
if(NOT HEADROOM_CUDA STREQUAL "OFF")
  find_program(HEADROOM_NVCC nvcc HINTS $ENV{CUDA_HOME}/bin $ENV{CUDA_PATH}/bin /usr/local/cuda/bin)
  if(HEADROOM_NVCC)
    set(CMAKE_CUDA_COMPILER ${HEADROOM_NVCC})
    set(CMAKE_CUDA_ARCHITECTURES 80-real 90-real 100-real)
    set(CMAKE_CUDA_STANDARD 17) # CMake 3.25 does not know C++20 with nvcc 13
    enable_language(CUDA)
    # Not find_package(CUDAToolkit): CMake 3.25's stops at parts that CUDA 13 no longer has.
    get_filename_component(HEADROOM_CUDA_ROOT ${HEADROOM_NVCC} REALPATH)
    get_filename_component(HEADROOM_CUDA_ROOT ${HEADROOM_CUDA_ROOT}/../.. ABSOLUTE)
    set(HEADROOM_HAVE_CUDA ON)
  elseif(HEADROOM_CUDA STREQUAL "ON")
    message(FATAL_ERROR "HEADROOM_CUDA=ON but no nvcc was found; install the CUDA Toolkit 13 or set CUDA_HOME")
  endif()
endif()
message(STATUS "CUDA kernels: ${HEADROOM_HAVE_CUDA}")
