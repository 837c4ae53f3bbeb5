// The pipeline from a folder to a proved program; each step takes what the one before gave.
#include "dsl/project.hpp"

#include <algorithm>

#include "dsl/confirm.hpp"
#include "dsl/library_hints.hpp"
#include "dsl/lower.hpp"
#include "dsl/org_file.hpp"
#include "dsl/project_files.hpp"
#include "dsl/report.hpp"
#include "dsl/static_checks.hpp"
#include "dsl/testing/lower_suite.hpp"

namespace baton::dsl {

namespace fs = std::filesystem;

namespace {

// A project without org.yaml can still have its policy read, so that all that is wrong is said at once.
void resolve(Project& project, const ProjectFiles& files, const fs::path& folder) {
  LowerOptions options;
  const std::size_t errors = project.emitter.error_count();
  if (files.org) options = read_org_basics(project.sources, *files.org, project.emitter).options;
  for (const ast::File& file : files.files) {
    options.unread.insert(options.unread.end(), file.unread.begin(), file.unread.end());
  }
  project.policy = std::make_shared<Policy>(lower(files.files, project.sources, options, project.emitter));
  if (!files.org) return;
  const auto read_file = [&folder](const std::string& path) { return read_text_file(folder / path); };
  project.org = std::make_shared<Org>(
      read_org(project.sources, *files.org, *project.policy, options, read_file, project.emitter));
  if (project.emitter.error_count() > errors) return;  // what a test names may be missing because of these
  project.suite = std::make_shared<const Suite>(
      lower_suite(files.files, project.sources, options, *project.policy, *project.org, project.emitter));
}

// What a file or module that is not there, or cannot be read, would have declared: every name of it would be one more
// error.
bool lacks_a_module(const Project& project, const ProjectFiles& files) {
  return std::ranges::any_of(project.emitter.all(), [&](const Diagnostic& diagnostic) {
    const bool unreadable = diagnostic.code == "B103" || diagnostic.code == "B114";
    if (unreadable) return diagnostic.where && diagnostic.where->source != files.org;
    return diagnostic.code == "B290" || diagnostic.code == "B292" || diagnostic.code == "B903";
  });
}

}  // namespace

Project load(const fs::path& folder) {
  Project project;
  const ProjectFiles files = read_project_files(folder, project.sources, project.emitter);
  project.readable = files.readable;
  if (!project.readable) return project;
  if (lacks_a_module(project, files)) {
    project.emitter.sort(project.sources);
    return project;
  }
  resolve(project, files, folder);
  point_to_library(files.files, project.sources, project.emitter);
  if (project.org && !project.emitter.has_errors()) {
    check_static(*project.policy, *project.org, project.sources, project.emitter);
  }
  if (project.org && !project.emitter.has_errors()) {
    project.program = std::make_shared<const Program>(project.policy, project.org);
  }
  project.emitter.sort(project.sources);
  return project;
}

Project check(const fs::path& folder) {
  Project project = load(folder);
  if (!project.program) return project;
  Replayer replayer(*project.program);
  const auto confirm = [&replayer](Finding& finding) { return replayer.confirms(finding); };
  const std::vector<Finding> findings = analyse(*project.program, ProofBudget{}, confirm);
  report(*project.program, findings, project.sources, project.emitter);
  project.emitter.sort(project.sources);
  return project;
}

}  // namespace baton::dsl
