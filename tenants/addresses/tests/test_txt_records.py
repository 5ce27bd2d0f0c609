"""What DNS says, asked of a name server of our own on this machine."""

import socket
import threading
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from tenants.addresses import txt_records
from tenants.addresses.txt_records import RecordsNotRead, read_together, read_txt_records
from tenants.companies.models import Finding

NAME = "_rooster-verification.hr.acme.com"
Answer = Callable[[dns.message.Message], dns.message.Message | None]
Serve = Callable[[Answer], dns.resolver.Resolver]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a name server that answers as told, and make a resolver that asks it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def run(answer: Answer) -> None:
            while True:
                question, asker = server.recvfrom(4096)
                if question == b"stop":
                    return
                response = answer(dns.message.from_wire(question))
                if response is not None:
                    server.sendto(response.to_wire(), asker)

        threads: list[threading.Thread] = []

        def start(answer: Answer) -> dns.resolver.Resolver:
            threads.append(threading.Thread(target=run, args=[answer]))
            threads[0].start()
            resolver = dns.resolver.Resolver(configure=False)
            resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
            return resolver

        yield start
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"stop", server.getsockname())
        for thread in threads:
            thread.join(5)


def _records(*texts: str, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> Answer:
    def answer(question: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(question)
        response.flags |= dns.flags.RA
        response.set_rcode(rcode)
        if texts:
            response.answer.append(dns.rrset.from_text(f"{NAME}.", 60, "IN", "TXT", *texts))
        return response

    return answer


class TestRecords:
    def test_are_read(self, serve: Serve) -> None:
        resolver = serve(_records('"rooster-verification=abc"', '"v=spf1 -all"'))

        assert sorted(read_txt_records(NAME, resolver=resolver)) == ["rooster-verification=abc", "v=spf1 -all"]

    def test_in_several_strings_are_one_text(self, serve: Serve) -> None:
        assert read_txt_records(NAME, resolver=serve(_records('"rooster-" "verification=" "abc"'))) == ["rooster-verification=abc"]

    def test_behind_an_alias_are_found(self, serve: Serve) -> None:
        def answer(question: dns.message.Message) -> dns.message.Message:
            response = dns.message.make_response(question)
            response.answer.append(dns.rrset.from_text(f"{NAME}.", 60, "IN", "CNAME", "proof.acme.com."))
            response.answer.append(dns.rrset.from_text("proof.acme.com.", 60, "IN", "TXT", '"abc"'))
            return response

        assert read_txt_records(NAME, resolver=serve(answer)) == ["abc"]

    def test_hold_nothing_that_a_page_or_a_column_cannot(self, serve: Serve) -> None:
        assert read_txt_records(NAME, resolver=serve(_records(r'" a\000\010\255b "'))) == ["a\ufffdb"]

    def test_of_many_names_are_asked_at_the_same_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each answer waits for all the questions, so asking one after the other would end in nothing."""

        def read(name: str) -> list[str]:
            together.wait(5)
            if name == "b":
                raise RecordsNotRead(Finding.NO_NAME)
            return [name]

        together = threading.Barrier(3)
        monkeypatch.setattr(txt_records, "read_txt_records", read)

        assert read_together(["a", "b", "c"]) == [["a"], Finding.NO_NAME, ["c"]]
        assert read_together([]) == []

    def test_are_not_read_without_end(self, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(txt_records, "_MOST_RECORDS", 2)

        assert len(read_txt_records(NAME, resolver=serve(_records(*[f'"{number}"' for number in range(5)])))) == 2


class TestTroubles:
    @pytest.mark.parametrize(
        ("rcode", "finding"),
        [
            (dns.rcode.NXDOMAIN, Finding.NO_NAME),
            (dns.rcode.NOERROR, Finding.NO_RECORD),
            (dns.rcode.SERVFAIL, Finding.FAILED),
            (dns.rcode.REFUSED, Finding.FAILED),
        ],
    )
    def test_of_the_servers_are_named(self, serve: Serve, rcode: dns.rcode.Rcode, finding: Finding) -> None:
        with pytest.raises(RecordsNotRead) as trouble:
            read_txt_records(NAME, resolver=serve(_records(rcode=rcode)))

        assert trouble.value.finding == finding

    def test_end_after_the_time_limit(self, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(txt_records, "_TIME_LIMIT_SECONDS", 0.2)

        with pytest.raises(RecordsNotRead) as trouble:
            read_txt_records(NAME, resolver=serve(lambda _question: None))

        assert trouble.value.finding == Finding.TIMED_OUT

    @pytest.mark.parametrize("name", ["x" * 64 + ".com", ".".join(["x" * 50] * 6)])
    def test_of_the_name_are_named(self, serve: Serve, name: str) -> None:
        with pytest.raises(RecordsNotRead) as trouble:
            read_txt_records(name, resolver=serve(_records('"abc"')))

        assert trouble.value.finding == Finding.FAILED

    def test_every_one_has_words(self) -> None:
        assert all(str(finding.label).endswith(".") for finding in Finding)
