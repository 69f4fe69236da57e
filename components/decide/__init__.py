"""The wizard and what follows from a workload's answers: verdicts, comparison, artefacts, the decision matrix, the checklist."""
