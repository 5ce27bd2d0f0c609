"""Addresses of personal records."""

from django.urls import path

from hr.personal.views import bank, entries, further, record

_PERSON = "people/<uuid:employee_id>/"
_REQUEST = f"{_PERSON}requests/<uuid:request_id>/"

urlpatterns = [
    path("me/", record.show_own_record, name="own_record"),
    path(f"{_PERSON}personal/", record.show_personal_record, name="personal_record"),
    path(f"{_PERSON}qualifications/", record.show_qualifications, name="qualifications"),
    path(f"{_PERSON}further/<slug:group>/", further.edit_further_data, name="further_data"),
    path(f"{_PERSON}photo/", record.edit_photo, name="edit_photo"),
    path(f"{_PERSON}photo/<uuid:photo>/", record.show_photo, name="employee_photo"),
    path(f"{_PERSON}record/<slug:section>/", entries.edit_entry, name="entry_add"),
    path(f"{_PERSON}record/<slug:section>/<uuid:entry_id>/", entries.edit_entry, name="entry_change"),
    path(f"{_PERSON}record/<slug:section>/<uuid:entry_id>/remove/", entries.remove_entry, name="entry_remove"),
    path(f"{_REQUEST}withdraw/", entries.withdraw, name="change_withdraw"),
    path(f"{_REQUEST}approve/", entries.approve, name="change_approve"),
    path(f"{_REQUEST}refuse/", entries.refuse, name="change_refuse"),
    path(f"{_PERSON}bank/", bank.show_bank_details, name="bank_details"),
    path(f"{_PERSON}bank/change/", bank.change_bank_details, name="bank_change"),
    path(f"{_PERSON}bank/withdraw/", bank.withdraw_change_of_bank, name="bank_withdraw"),
    path(f"{_PERSON}bank/confirm/", bank.confirm_change_of_bank, name="bank_confirm"),
    path(f"{_PERSON}bank/refuse/", bank.refuse_change_of_bank, name="bank_refuse"),
]
