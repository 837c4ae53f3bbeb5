#!/usr/bin/env python3
"""Holds the SARIF reports of `baton check` to the schema of SARIF 2.1.0, on every project of the corpus.

Usage: sarif.py BATON SOURCE_DIR

Needs the Python package `jsonschema`, and in BATON_SARIF_SCHEMA the schema's file, which is not part of this project: the
npm package @microsoft/jest-sarif has it as lib/schemas/sarif-2.1.0-rtm.5.json. Without them nothing is checked (status 77).
"""
import json
import os
import pathlib
import subprocess
import sys

skipped = 77


def report_of(baton, project):
    command = [baton, "check", str(project), "--format", "sarif"]
    return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)


def faults_of(report, validator):
    faults = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(report)]
    run = report["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        if rule["id"] != result["ruleId"]:
            faults.append(f"{result['ruleId']} points to the rule {rule['id']}")
        if "markdown" not in rule.get("help", {}):
            faults.append(f"{rule['id']} has no page")
    return faults


def main(baton, source_dir):
    try:
        import jsonschema
    except ImportError:
        print("skipped: there is no Python package `jsonschema`")
        return skipped
    path = os.environ.get("BATON_SARIF_SCHEMA")
    if not path:
        print("skipped: BATON_SARIF_SCHEMA names no schema")
        return skipped
    schema = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    corpus = pathlib.Path(source_dir) / "tests" / "corpus"
    projects = sorted(p for folder in ("proof", "project") for p in (corpus / folder).iterdir() if p.is_dir())
    failed = 0
    for project in projects:
        for fault in faults_of(report_of(baton, project), validator):
            print(f"FAILED: {project.name}: {fault}")
            failed += 1
    print(f"{len(projects)} reports, {failed} faults")
    return 1 if failed or not projects else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
