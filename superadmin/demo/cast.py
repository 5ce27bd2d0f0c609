"""Who works at the demo's two companies. All of it is made up; the addresses end in .example, where no mail can go."""

from dataclasses import dataclass, field
from unicodedata import normalize

from superadmin.demo.attendance import NIGHTS, OFFICE, SHOP_FLOOR, SLOW_STARTER, Habits
from tenants.accounts.capabilities import BuiltInRole

# Everybody of the demo signs in with it. It says what it is, and is strong enough for our own rules.
DEMO_PASSWORD = "demo-rooster-crows-at-dawn"  # noqa: S105 - published on purpose; seed_demo keeps it off production.

STAFF_NAME = "Olga Petrova"
STAFF_EMAIL = "olga@rooster.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cast."""

    name: str
    job_title: str
    role: BuiltInRole = BuiltInRole.EMPLOYEE
    habits: Habits | None = None
    """None: as the team."""
    time_zone: str = ""
    weeks_here: int = 0
    """0: drawn by lot."""

    @property
    def first_name(self) -> str:
        """What everybody calls them."""
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """The rest of the name."""
        return self.name.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Team:
    """A department. The first of its people leads it and reports to the lead of the one it is part of, or to the owner."""

    name: str
    people: tuple[Person, ...]
    part_of: str = ""
    habits: Habits = OFFICE
    uses_kiosk: bool = False


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """A company of the demo. Its owner is the first person of its first team."""

    name: str
    subdomain: str
    country: str
    time_zone: str
    currency: str
    tagline: str
    primary_color: str
    shown: tuple[str, ...]
    """Those whose logins are printed: one of each kind that there is to try."""
    teams: tuple[Team, ...] = field(repr=False)

    @property
    def owner(self) -> Person:
        """Who signed the company up."""
        return self.teams[0].people[0]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, team by team."""
        return tuple(person for team in self.teams for person in team.people)

    def email_of(self, person: Person) -> str:
        """The address a person signs in with."""
        letters = normalize("NFKD", person.first_name.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
        return f"{letters}@{self.subdomain}.example"


ACME = DemoCompany(
    name="Acme Robotics",
    subdomain="acme",
    country="GB",
    time_zone="Europe/London",
    currency="GBP",
    tagline="Robots that lend a hand",
    primary_color="#1976d2",
    shown=("Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"),
    teams=(
        Team(
            "People",
            (
                Person("Alice Archer", "Founder and head of people", BuiltInRole.OWNER, weeks_here=410),
                Person("Nadia Rahman", "HR adviser", BuiltInRole.HR),
                Person("Tom Whitfield", "Recruiter"),
            ),
        ),
        Team(
            "Finance",
            (
                Person("Helen Okafor", "Finance director", BuiltInRole.MANAGER),
                Person("Dave Dunn", "Payroll specialist", BuiltInRole.PAYROLL),
                Person("Mateusz Nowak", "Accountant"),
            ),
        ),
        Team("Engineering", (Person("Ingrid Solberg", "Head of engineering", BuiltInRole.MANAGER),)),
        Team(
            "Software",
            (
                Person("Bob Brown", "Software team lead", BuiltInRole.MANAGER, weeks_here=212),
                Person("Carol Chen", "Software engineer", weeks_here=96),
                Person("Arjun Mehta", "Senior software engineer"),
                Person("Sofia Marino", "Software engineer", habits=SLOW_STARTER),
                Person("Kwame Mensah", "Robotics engineer"),
                Person("Lena Fischer", "Computer vision engineer"),
                Person("Diego Herrera", "Software engineer", habits=SLOW_STARTER),
                Person("Yuki Tanaka", "Graduate engineer", weeks_here=5),
            ),
            part_of="Engineering",
        ),
        Team(
            "Hardware",
            (
                Person("Gareth Pugh", "Hardware team lead", BuiltInRole.MANAGER),
                Person("Amara Obi", "Electronics engineer"),
                Person("Pierre Lambert", "Mechanical engineer"),
                Person("Hana Kovářová", "Mechanical engineer"),
                Person("Omar Haddad", "Electronics engineer"),
                Person("Sinéad Kelly", "Industrial designer"),
                Person("Viktor Lindqvist", "Prototype technician"),
            ),
            part_of="Engineering",
        ),
        Team(
            "Quality",
            (
                Person("Beatriz Costa", "Quality lead", BuiltInRole.MANAGER),
                Person("Daniel Osei", "Test engineer"),
                Person("Mei Lin", "Test engineer", weeks_here=9),
            ),
            part_of="Engineering",
        ),
        Team("Operations", (Person("Marcus Bell", "Head of operations", BuiltInRole.MANAGER),)),
        Team(
            "Production",
            (
                Person("Fatima Zahra", "Production supervisor", BuiltInRole.MANAGER),
                Person("Łukasz Wójcik", "Assembly technician"),
                Person("Joanne Price", "Assembly technician"),
                Person("Samuel Adeyemi", "Assembly technician"),
                Person("Elena Popescu", "Machine operator"),
                Person("Rhys Morgan", "Machine operator"),
                Person("Thu Nguyen", "Assembly technician"),
                Person("Zeynep Yılmaz", "Paint technician"),
            ),
            part_of="Operations",
            habits=SHOP_FLOOR,
            uses_kiosk=True,
        ),
        Team(
            "Night shift",
            (
                Person("Colin Fraser", "Night supervisor", BuiltInRole.MANAGER),
                Person("Blessing Eze", "Machine operator"),
                Person("Andrei Ionescu", "Machine operator"),
                Person("Tariq Aziz", "Maintenance technician"),
            ),
            part_of="Production",
            habits=NIGHTS,
            uses_kiosk=True,
        ),
        Team(
            "Logistics",
            (
                Person("Grace Hughes", "Logistics lead", BuiltInRole.MANAGER),
                Person("Paulo Ferreira", "Warehouse operative"),
                Person("Wendy Clarke", "Buyer"),
            ),
            part_of="Operations",
            habits=SHOP_FLOOR,
        ),
        Team(
            "Sales",
            (
                Person("Charlotte Dubois", "Head of sales", BuiltInRole.MANAGER),
                Person("James Whitaker", "Account manager"),
                Person("Noor van Dijk", "Account manager"),
                Person("Isabel Romero", "Sales engineer", habits=SLOW_STARTER),
            ),
        ),
        Team(
            "Customer support",
            (
                Person("Finn Gallagher", "Support lead", BuiltInRole.MANAGER),
                Person("Priya Nair", "Support engineer", time_zone="Asia/Kolkata"),
                Person("Ewan Stewart", "Support engineer"),
            ),
            part_of="Sales",
        ),
    ),
)

GLOBEX = DemoCompany(
    name="Globex",
    subdomain="globex",
    country="US",
    time_zone="America/New_York",
    currency="USD",
    tagline="Freight, on time",
    primary_color="#0f766e",
    shown=("Mallory Marsh",),
    teams=(
        Team(
            "Office",
            (
                Person("Mallory Marsh", "Owner", BuiltInRole.OWNER, weeks_here=330),
                Person("Trent Walker", "Office manager", BuiltInRole.HR),
                Person("Peggy Sullivan", "Bookkeeper", BuiltInRole.PAYROLL),
            ),
        ),
        Team(
            "Dispatch",
            (
                Person("Victor Ramirez", "Dispatch manager", BuiltInRole.MANAGER),
                Person("Erin Kowalski", "Dispatcher"),
                Person("Malik Johnson", "Dispatcher", habits=SLOW_STARTER),
                Person("Sybil Park", "Customer service", time_zone="America/Los_Angeles"),
            ),
        ),
        Team(
            "Warehouse",
            (
                Person("Walter Brandt", "Warehouse supervisor", BuiltInRole.MANAGER),
                Person("Rosa Delgado", "Forklift operator"),
                Person("Oscar Nguyen", "Picker"),
                Person("Judy Baptiste", "Picker", weeks_here=6),
                Person("Craig Thompson", "Loader"),
            ),
            habits=SHOP_FLOOR,
            uses_kiosk=True,
        ),
    ),
)

COMPANIES = (ACME, GLOBEX)
