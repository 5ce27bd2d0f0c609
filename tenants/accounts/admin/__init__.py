"""Accounts and roles in the company administration. Employees get their account on their own screen."""

from tenants.accounts.admin.accounts import UserAdmin
from tenants.accounts.admin.roles import RoleAdmin

__all__ = ["RoleAdmin", "UserAdmin"]
