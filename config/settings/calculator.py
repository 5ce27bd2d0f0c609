"""For commands that only calculate: nothing is set up, nothing is connected, and the stand-ins below lead nowhere."""

import os

NOWHERE = {
    "SECRET_KEY": "nothing is signed, nothing is kept, nothing is sent: this only calculates",
    "ENCRYPTION_KEYS": "nothing is encrypted and nothing is decrypted here",
    "DATABASE_URL": "postgres://nobody:nothing@localhost:1/nothing",
    "REDIS_URL": "redis://localhost:1/0",
    "BASE_URL": "http://localhost:8000",
    "MAIL_FROM": "nobody@localhost",
}
for name, stand_in in NOWHERE.items():
    os.environ.setdefault(name, stand_in)

from config.settings.base import *
