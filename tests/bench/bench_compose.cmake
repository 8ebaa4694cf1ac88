add_executable(bench_compose ${CMAKE_CURRENT_LIST_DIR}/bench_compose.cpp)
target_link_libraries(bench_compose PRIVATE headroom_options headroom_compose Qt6::Test)
set_target_properties(bench_compose PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
