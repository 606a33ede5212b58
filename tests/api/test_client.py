"""The page of the web client as the desk serves it: one for every address, its files for good."""

import re

import pytest
from django.test import Client

POLICY = "script-src 'self'; style-src 'self';"


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/webhooks", "/desk/no/such/page"])
def test_every_address_of_the_client_is_the_one_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.content == client.get("/desk/").content
    assert b'<div id="root">' in answer.content


def test_address_beside_it_is_none_of_the_client(client: Client) -> None:
    assert client.get("/desktop").status_code == 404


def test_page_lets_nothing_in_but_files_of_the_desk(client: Client) -> None:
    answer = client.get("/desk/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert POLICY in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(rb"<style|<script(?![^>]* src=)| style=| on\w+=", answer.content)


def test_page_gives_the_csrf_token_and_is_asked_about_each_time(client: Client) -> None:
    answer = client.get("/desk/")
    assert answer.cookies["csrftoken"].value
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/desk/webhooks", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_page_is_read_and_no_more(client: Client) -> None:
    assert client.post("/desk/").status_code == 405


def test_every_file_of_the_page_is_there_and_kept_for_good(client: Client) -> None:
    page = client.get("/desk/").content.decode()
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_file_without_a_hash_in_its_name_is_not_kept_for_good(client: Client) -> None:
    assert "immutable" not in client.get("/static/web/licences.md").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/api/page.css").headers["Cache-Control"]


def test_sign_in_and_front_door_lead_to_the_client(client: Client, db: None) -> None:
    assert 'data-door="/desk/"' in client.get("/sign-in/").content.decode()
    assert '<a href="/desk/">' in client.get("/").content.decode()
