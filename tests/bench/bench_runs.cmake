add_executable(bench_runs ${CMAKE_CURRENT_LIST_DIR}/bench_runs.cpp)
target_link_libraries(bench_runs PRIVATE headroom_options headroom_runs_page headroom_database Qt6::Widgets Qt6::Test)
set_target_properties(bench_runs PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
