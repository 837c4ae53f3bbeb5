#include "apps/baton/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

extern char** environ;

namespace baton::app {
namespace {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  void set(int number) { number_ = number; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end, write_end;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "no pipe is to be had");
    read_end.set(ends[0]);
    write_end.set(ends[1]);
  }
};

// The child's standard streams become the pipes, and a broken pipe ends it as it would from a shell.
int spawn(const std::vector<std::string>& command, Pipe& in, Pipe& out, Pipe& err, pid_t& child) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in.read_end.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end.get(), STDERR_FILENO);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int failed = posix_spawnp(&child, arguments.front(), &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return failed;
}

// Reads what is there; closes at the end.
void read_some(Descriptor& from, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t got = read(from.get(), buffer.data(), buffer.size());
  if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
  if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) from.close();
}

// Writes what fits; closes when all is written, or when the child reads no more.
void write_some(Descriptor& to, std::string_view& left) {
  const ssize_t put = write(to.get(), left.data(), left.size());
  if (put > 0) left.remove_prefix(static_cast<std::size_t>(put));
  if (left.empty() || (put < 0 && errno != EINTR && errno != EAGAIN)) to.close();
}

void converse(Descriptor& in, Descriptor& out, Descriptor& err, std::string_view input, std::string& output,
              std::string& complaint) {
  fcntl(in.get(), F_SETFL, O_NONBLOCK);
  if (input.empty()) in.close();
  while (out.get() >= 0 || err.get() >= 0) {
    std::array<pollfd, 3> waiting{{{in.get(), POLLOUT, 0}, {out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "waiting for another program");
    }
    if (waiting[0].revents != 0) write_some(in, input);
    if (waiting[1].revents != 0) read_some(out, output);
    if (waiting[2].revents != 0) read_some(err, complaint);
  }
}

}  // namespace

std::expected<std::string, ChildError> run_child(const std::vector<std::string>& command, const std::string& input) {
  Pipe in, out, err;
  pid_t child = 0;
  if (const int failed = spawn(command, in, out, err, child); failed != 0) {
    return std::unexpected(ChildError{failed == ENOENT, std::strerror(failed)});
  }
  in.read_end.close();
  out.write_end.close();
  err.write_end.close();
  std::string output, complaint;
  converse(in.write_end, out.read_end, err.read_end, input, output, complaint);
  in.write_end.close();
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waiting for another program");
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  if (complaint.empty())
    complaint = WIFEXITED(status) ? fmt::format("exit status {}", WEXITSTATUS(status)) : "it was stopped";
  return std::unexpected(ChildError{false, complaint.substr(0, complaint.find('\n'))});
}

}  // namespace baton::app
