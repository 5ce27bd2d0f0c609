"""Attendance."""

TABLE = """
                                              anonymous employee manager payroll auditor hr      owner
GET  /admin/attendance/punch/                 login     403      403     200     200     200     200
POST /admin/attendance/punch/                 login     403      403     200     200     200     200
GET  /admin/attendance/punch/add/             login     403      403     403     403     403     403
GET  /admin/attendance/punch/today/           login     403      403     200     200     200     200
POST /admin/attendance/punch/today/           login     403      403     200     200     200     200
GET  /admin/attendance/punch/{punch}/         login     403      403     →change →change →change →change
POST /admin/attendance/punch/{punch}/         login     403      403     →change →change →change →change
GET  /admin/attendance/punch/{punch}/change/  login     403      403     200     200     200     200
GET  /admin/attendance/punch/{punch}/delete/  login     403      403     403     403     403     403
GET  /admin/attendance/punch/{punch}/history/ login     403      403     403     200     200     200
POST /admin/attendance/punch/{punch}/history/ login     403      403     403     200     200     200
"""
