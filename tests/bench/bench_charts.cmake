add_executable(bench_charts ${CMAKE_CURRENT_LIST_DIR}/bench_charts.cpp)
target_link_libraries(bench_charts PRIVATE headroom_options headroom_charts)
set_target_properties(bench_charts PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
