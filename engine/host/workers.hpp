// Splits work over a range among threads. Results go to places of their own, so the number of threads never shows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace baton::host {

// Calls work(worker, begin, end) for consecutive parts of [0, count), one per worker; part of it on this thread.
template <class Work>
void split_among(std::size_t workers, std::size_t count, const Work& work) {
  constexpr std::size_t least_share = 256;  // below this a thread costs more than it saves
  workers = std::max<std::size_t>(1, std::min(workers, count / least_share));
  std::vector<std::jthread> threads;
  threads.reserve(workers);
  for (std::size_t worker = 1; worker < workers; ++worker) {
    threads.emplace_back(
        [&work, worker, workers, count] { work(worker, count * worker / workers, count * (worker + 1) / workers); });
  }
  work(std::size_t{0}, std::size_t{0}, count / workers);
}

}  // namespace baton::host
