# One place for what every target of ours has in common: warnings, sanitizers, ccache, include root.
find_program(HEADROOM_CCACHE ccache)
if(HEADROOM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Relative paths, so that another clone of the same sources finds the objects; the sloppiness a precompiled header needs.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
                                  CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${HEADROOM_CCACHE})
endif()

# ccache reads what a precompiled header stands for only with this.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)

add_library(headroom_options INTERFACE)
target_include_directories(headroom_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(headroom_options INTERFACE HEADROOM_VERSION="${PROJECT_VERSION}")
# -Wno-restrict: GCC 12 sees overlaps in "text" + std::string that are none (its bug 105651).
target_compile_options(headroom_options INTERFACE -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Wno-restrict
                                                  $<$<BOOL:${HEADROOM_WERROR}>:-Werror>)
if(HEADROOM_SANITIZE)
  string(REPLACE ";" "," _sanitizers "${HEADROOM_SANITIZE}")
  target_compile_options(headroom_options INTERFACE -fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(headroom_options INTERFACE -fsanitize=${_sanitizers})
endif()

# headroom_precompiled(NAME MODE HEADERS … LINK …): a precompiled header that many targets reuse. MODE is how those are compiled: -fPIC for
# libraries, -fPIE for programs; GCC takes no header of the other kind.
function(headroom_precompiled name mode)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp CONTENT "// Only its precompiled header is of use.\n")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp)
  target_link_libraries(${name} PRIVATE headroom_options ${ARG_LINK})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE ${mode})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# What most files of the window and most tests would otherwise parse again: two thirds of their compile time.
set(_standard <algorithm> <functional> <map> <optional> <set> <string> <vector> <nlohmann/json.hpp>)
if(NOT HEADROOM_PARTS STREQUAL "train" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
  # Without the folders of each test, which Qt defines as well: GCC takes no header that was precompiled with another's.
  set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
  find_package(nlohmann_json REQUIRED)
  headroom_precompiled(headroom_test_headers -fPIE HEADERS ${_standard} <QtTest/QtTest> LINK nlohmann_json::nlohmann_json Qt6::Test)
  if(HEADROOM_PARTS STREQUAL "all")
    find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets)
    headroom_precompiled(headroom_widget_headers -fPIC HEADERS ${_standard} <QtWidgets/QtWidgets> LINK nlohmann_json::nlohmann_json Qt6::Widgets)
    headroom_precompiled(headroom_widget_test_headers -fPIE HEADERS ${_standard} <QtWidgets/QtWidgets> <QtTest/QtTest>
                         LINK nlohmann_json::nlohmann_json Qt6::Widgets Qt6::Test)
  endif()
endif()

# headroom_library(NAME SOURCES … LINK …): a static library of one room.
function(headroom_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC headroom_options ${ARG_LINK})
  if("Qt6::Widgets" IN_LIST ARG_LINK AND TARGET headroom_widget_headers)
    target_precompile_headers(${name} REUSE_FROM headroom_widget_headers)
  endif()
endfunction()

# headroom_test(NAME SOURCE [WIDGETS] LINK … [LABELS …] [TIMEOUT s]): one Qt Test program; runs without display, GPU, network.
function(headroom_test name source)
  cmake_parse_arguments(ARG "WIDGETS" "TIMEOUT" "LINK;LABELS" ${ARGN})
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE headroom_options Qt6::Test ${ARG_LINK})
  if(ARG_WIDGETS AND TARGET headroom_widget_test_headers)
    target_precompile_headers(${name} REUSE_FROM headroom_widget_test_headers)
  elseif(TARGET headroom_test_headers AND NOT "headroom_train_core" IN_LIST ARG_LINK) # Qt's words and LibTorch's do not go together
    target_precompile_headers(${name} REUSE_FROM headroom_test_headers)
  endif()
  # Behind a precompiled header GCC 12 no longer knows the standard library's files as the system's, and tells of reads that are none.
  target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow -Wno-maybe-uninitialized)
  target_compile_definitions(${name} PRIVATE HEADROOM_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HEADROOM_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  # QtTest's headers look at it; the precompiled ones were made without, and few tests need more of QtTest for it.
  target_compile_options(${name} PRIVATE -UQT_NETWORK_LIB)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/habits/tsan.supp")
endfunction()

# headroom_bench(NAME SOURCE LINK …): a benchmark program.
function(headroom_bench name source)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  target_link_libraries(${name} PRIVATE headroom_options ${ARG_LINK})
endfunction()
