"""Rights to health insurance, and refunds."""

from typed_papers import found, made, normalized

from lexo.understanding.papers.health import find


def test_certificate_of_rights_states_fund_and_days() -> None:
    said = normalized(find, made("health"))
    assert (said["caisse"], said["regime"]) == ("CPAM du Rhône", "général")
    assert (said["rights_start"], said["rights_end"]) == ("2025-01-01", "2025-12-31")


def test_refunds_are_rows() -> None:
    said = found(find, made("reimbursements"))
    assert said["reimbursements"].rows[0] == {
        "date": "2025-02-12",
        "act": "Consultation",
        "paid": "26.50",
        "refunded": "7.95",
    }
    assert len(said["reimbursements"].rows) == 2
    assert (said["member_number"].normalized, said["total_refunded"].normalized) == ("0123456", "14.39")
