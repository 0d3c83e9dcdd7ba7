"""Work contracts."""

from typed_papers import made, normalized

from lexo.understanding.papers.employment import find


def test_contract_is_understood_from_its_sentences() -> None:
    said = normalized(find, made("employment"))
    assert (said["contract_type"], said["start_date"]) == ("CDI", "2024-09-02")
    assert (said["employer_name"], said["employee_name"]) == ("Atelier Exemple", "Claire Martin-Exemple")
    assert (said["job_title"], said["salary"]) == ("menuisière", "2153.71")
    assert (said["trial_period"], said["working_time"]) == ("2 months", "35")


def test_fixed_term_runs_from_one_day_to_another() -> None:
    said = normalized(find, made("employment_fixed_term"))
    assert (said["contract_type"], said["start_date"], said["end_date"]) == ("CDD", "2025-03-01", "2025-08-31")
    assert (said["salary"], said["employee_name"]) == ("1850.00", "Paul Exemple")
